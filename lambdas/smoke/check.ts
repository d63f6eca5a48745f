import type * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { checkSmokeStep } from '../../core/contracts/steps/smoke.ts';
import { FORECAST_SUMMARY_FILE, forecastSummarySchema } from '../../core/forecast/forecast-summary.ts';
import { addRows, smokeFindings, type SmokeRows } from '../../core/forecast/smoke.ts';
import type { Ports } from '../../core/ports.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { inferAxis } from '../../core/series/time-axis.ts';
import { forecastFile, recordedForecasts } from '../../lake/forecasts.ts';
import { readJson } from '../../lake/json-object.ts';
import { locate } from '../../lake/object-uri.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof checkSmokeStep.input>;
type Output = z.infer<typeof checkSmokeStep.output>;

/**
 * Whether the job forecasts every series of the version, in finite numbers with ordered intervals, and as the version always did.
 * @throws SmokeTestFailed saying where it does not
 */
export async function run(input: Input, ports: Pick<Ports, 'stores' | 'registry'>): Promise<Output> {
  const { dataset, modelVersion, range } = input;
  const version = await ports.registry.describe(dataset, modelVersion);
  const { first, last } = periodRange(inferAxis(version.schema.frequency, Date.parse(range.start)), range);
  const periods = last - first + 1;
  const made = await madeRows(input, version, ports);
  const recorded = await recordedRows(version, periods, ports);
  const findings = smokeFindings(made, recorded, periods);
  if (findings.length > 0) {
    throw new PlatformError(ERROR_NAMES.smokeTestFailed, {
      problem: `version ${modelVersion} of '${dataset}', which is in Production, does not forecast as it did when it was fitted`,
      got: findings.join('; '),
      allowed: `${periods} forecasts each of its ${recorded.size} series, within the intervals that were recorded`,
      hint: 'what is deployed now forecasts otherwise than what fitted the version: go back to the commit before',
    });
  }
  return { modelVersion, range, series: made.size, rows: made.size * periods };
}

export const handler = onAws(checkSmokeStep, run);

async function madeRows(
  { filesUri, summaryUri }: Input,
  { schema }: ModelVersion,
  { stores }: Pick<Ports, 'stores'>,
): Promise<SmokeRows> {
  const { store, key } = locate(stores, summaryUri);
  const summary = await readJson(store, `${key}/${FORECAST_SUMMARY_FILE}`, forecastSummarySchema);
  const rows: SmokeRows = new Map();
  for (const { fileName } of summary.files) {
    addRows(rows, await forecastFile(stores, `${filesUri}/${fileName}`, schema), schema);
  }
  return rows;
}

async function recordedRows(
  { artifactUri, schema }: ModelVersion,
  most: number,
  { stores }: Pick<Ports, 'stores'>,
): Promise<SmokeRows> {
  const rows: SmokeRows = new Map();
  const { furtherLevels } = schema;
  for await (const batch of recordedForecasts(stores, artifactUri, schema))
    addRows(rows, batch, { furtherLevels, most });
  return rows;
}
