import { readFileSync } from 'node:fs';
import { decodeTrainingParameters } from '../../core/train/training-parameters.ts';
import type { FitSummary, TrialSummary } from '../../core/train/training-summary.ts';
import { trainingDirectories } from './directories.ts';
import { fitRecipe } from './fit.ts';
import { emptyFolder } from './parts.ts';
import { requireSeriesFiles } from './series-files.ts';
import type { TrainOptions } from './train-options.ts';
import { crossValidateAll } from './trial.ts';

/**
 * A training job in a directory laid out as SageMaker's /opt/ml: the cross-validation of one candidate, or the fit of a recipe, on every series
 * of the channel. Leaves in model/ its points, or its model and the recorded forecasts, and a summary; nothing when it fails.
 *
 * @throws HyperparameterInvalid, ModelOptionInvalid, NoObservations, ArtifactMismatch, TooManyFailedSeries
 */
export async function train(root: string, options: TrainOptions = {}): Promise<TrialSummary | FitSummary> {
  const { hyperparameters, model, series } = trainingDirectories(root);
  const parameters = decodeTrainingParameters(JSON.parse(readFileSync(hyperparameters, 'utf8')));
  requireSeriesFiles(series, parameters.seriesSha256);
  try {
    return await (parameters.task === 'fit'
      ? fitRecipe(root, parameters, options)
      : crossValidateAll(root, parameters, options));
  } catch (error) {
    // A retry in the same directory, or a person who looks into it, must not find half a model.
    emptyFolder(model);
    throw error;
  }
}
