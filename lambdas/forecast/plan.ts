import type * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { STEPS } from '../../core/contracts/steps.ts';
import { forecastsSchema, tablePath } from '../../core/contracts/tables.ts';
import { encodeForecastParameters } from '../../core/forecast/forecast-parameters.ts';
import type { ModelRegistry, Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { partitionFolder } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { readRegisteredModel } from '../train/artifact.ts';

const STEP = STEPS['plan-forecast'];
type Input = z.infer<typeof STEP.input>;
type Output = z.infer<typeof STEP.output>;

/** Looks up the model version, and makes sure that its artifact is still what was registered. */
export async function run({ dataset: name, runId, ...input }: Input, ports: Ports): Promise<Output> {
  const dataset = ports.datasets.find(name);
  const { gold, artifacts } = ports.stores;
  const model = await versionOf(ports.registry, name, input.modelVersion);
  await readRegisteredModel(ports.stores, model.chosen);

  const range = input.range ?? model.forecast;

  const folder = partitionFolder(forecastsSchema(dataset.frequency), { run_id: runId });
  return {
    modelVersion: model.version,
    artifactUri: model.chosen.artifactUri,
    hyperparameters: encodeForecastParameters({ modelVersion: model.version, range }),
    filesUri: uriOf(gold, `${tablePath(name, 'forecasts')}/${folder}`),
    summaryUri: uriOf(artifacts, `runs/${name}/${runId}/forecast`),
  };
}

export const handler = onAws(STEP, run);

/** @throws ModelVersionUnknown */
async function versionOf(
  registry: ModelRegistry,
  dataset: string,
  version: Input['modelVersion'],
): Promise<ModelVersion> {
  if (version !== 'latest') return registry.describe(dataset, version);
  const latest = (await registry.list(dataset)).at(-1);
  if (latest !== undefined) return latest;
  throw new PlatformError(ERROR_NAMES.modelVersionUnknown, {
    problem: `no model of '${dataset}' is registered`,
    hint: "run the data set's train state machine",
  });
}
