import { scoredText } from '../../core/contracts/scored-text.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { figure } from '../../core/contracts/figures.ts';
import type { Table } from '../table.ts';

type Trial = ModelVersion['selection']['trials'][number];

/** A row a candidate that is shown, with the folds that it was tried on. */
export function trialsTable(
  { selection, recipe: { selectionMetric: metric } }: ModelVersion,
  isShown: (candidate: string) => boolean = () => true,
): Table {
  const trials = selection.trials.filter(({ candidate }) => isShown(candidate.name));
  return {
    columns: [
      { title: 'candidate' },
      { title: 'family' },
      { title: `cv ${metric}`, isFigure: true },
      { title: 'folds', isShared: true },
      { title: 'failed' },
      { title: 'scored', isShared: true },
    ],
    rows: trials.map((trial) => ({ cells: [trial.candidate.name, familyText(trial), ...resultOf(trial, metric)] })),
  };
}

/** For a comparison: what a candidate is, and how it did, in one line. */
export function trialText(trial: Trial, metric: ModelVersion['recipe']['selectionMetric']): string {
  const [error, folds, failed, scored] = resultOf(trial, metric);
  const others = [...(scored === '' ? [] : [`${scored} scored`]), ...(failed === '' ? [] : [`${failed} failed`])];
  return [`${familyText(trial)}: cv ${metric} ${error} in ${folds} folds`, ...others].join(', ');
}

function familyText({ candidate: { family, options } }: Trial): string {
  return Object.keys(options).length === 0 ? family : `${family} ${JSON.stringify(options)}`;
}

function resultOf(
  { crossValidation, seriesTried, seriesFailed }: Trial,
  metric: ModelVersion['recipe']['selectionMetric'],
): readonly [error: string, folds: string, failed: string, scored: string] {
  return [
    figure(crossValidation[metric]),
    String(crossValidation.folds),
    seriesFailed === 0 ? '' : `${seriesFailed} of ${seriesTried} series`,
    crossValidation.seriesScored === undefined ? '' : scoredText(crossValidation),
  ];
}
