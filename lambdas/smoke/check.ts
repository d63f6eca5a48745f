import type * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { checkSmokeStep } from '../../core/contracts/steps/smoke.ts';
import { addRows, smokeFindings, type SmokeRows } from '../../core/forecast/smoke.ts';
import type { Ports } from '../../core/ports.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { inferAxis } from '../../core/series/time-axis.ts';
import { readForecastFile, readForecastSummary } from '../../lake/finished-forecast.ts';
import { forecastRows, recordedForecasts } from '../../lake/forecasts.ts';
import { locate } from '../../lake/object-uri.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof checkSmokeStep.input>;
type Output = z.infer<typeof checkSmokeStep.output>;

/**
 * Whether the job forecasts every series of the version, in finite numbers with ordered intervals, and as the version always did.
 * @throws SmokeTestFailed saying where it does not; ArtifactMismatch where it is not the registered model's, or not what the job left
 */
export async function run(input: Input, ports: Pick<Ports, 'stores' | 'registry'>): Promise<Output> {
  const { dataset, modelVersion, range } = input;
  const version = await ports.registry.describe(dataset, modelVersion);
  const axis = inferAxis(version.schema.frequency, Date.parse(range.start));
  const asked = { axis, periods: periodRange(axis, range), furtherLevels: version.schema.furtherLevels };
  const [made, recorded]: [SmokeRows, SmokeRows] = [new Map(), new Map()];
  for await (const batch of madeForecasts(input, version, ports)) addRows(made, batch, asked);
  for await (const batch of recordedForecasts(ports.stores, version.artifactUri, version.schema)) {
    addRows(recorded, batch, asked);
  }
  const findings = smokeFindings(made, recorded);
  if (findings.length > 0) {
    throw new PlatformError(ERROR_NAMES.smokeTestFailed, {
      problem: `version ${modelVersion} of '${dataset}', which is in Production, does not forecast as it did when it was fitted`,
      got: findings.join('; '),
      allowed: `the forecasts of its ${recorded.size} series that were recorded, within their intervals`,
      hint: 'what is deployed now forecasts otherwise than what fitted the version: go back to the commit before',
    });
  }
  const rows = [...made.values()].reduce((sum, one) => sum + one.length, 0);
  return { modelVersion, range, series: made.size, rows };
}

export const handler = onAws(checkSmokeStep, run);

async function* madeForecasts(
  { filesUri, ...job }: Input,
  version: ModelVersion,
  { stores }: Pick<Ports, 'stores'>,
): AsyncGenerator<RowBatch> {
  const { files } = await readForecastSummary(stores, job, version);
  const { store, key } = locate(stores, filesUri);
  for (const file of files) yield forecastRows(await readForecastFile(store, key, file), version.schema);
}
