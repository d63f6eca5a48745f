import { runKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes, readJson } from '../../lake/json-object.ts';
import { locate } from '../../lake/object-uri.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { publishStep } from '../../core/contracts/steps/forecast.ts';
import { forecastsSchema, tablePath } from '../../core/contracts/tables.ts';
import { FORECAST_SUMMARY_FILE, forecastSummarySchema } from '../../core/forecast/forecast-summary.ts';
import type { Ports } from '../../core/ports.ts';
import { commitFiles, ensureTable, partitionFolder } from '../../tables/index.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof publishStep.input>;
type Output = z.infer<typeof publishStep.output>;

/** Makes the job's data files the run's partition of the forecasts table, in one commit. */
export async function run(
  { dataset: name, runId, modelVersion, summaryUri }: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'clock'>,
): Promise<Output> {
  const schema = forecastsSchema(ports.datasets.find(name).frequency);
  const { store, key } = locate(ports.stores, summaryUri);
  const summary = await readJson(store, `${key}/${FORECAST_SUMMARY_FILE}`, forecastSummarySchema);
  if (summary.modelVersion !== modelVersion) {
    throw new PlatformError(ERROR_NAMES.artifactMismatch, {
      problem: `${summaryUri} holds the forecasts of another model version`,
      got: summary.modelVersion,
      allowed: String(modelVersion),
      hint: 'start the forecast machine again, under a run id of its own',
    });
  }

  const partition = { run_id: runId };
  const folder = partitionFolder(schema, partition);
  const files = summary.files.map(({ fileName, sizeBytes, stats }) => ({
    path: `${folder}/${fileName}`,
    sizeBytes,
    stats,
    partitionValues: partition,
  }));

  const nowMs = ports.clock.nowMs();
  const location = { store: ports.stores.gold, path: tablePath(name, 'forecasts') };
  await ensureTable(location, schema, { nowMs });
  const { version } = await commitFiles(location, { files, replace: [partition] }, { operation: 'publish', nowMs });
  await ports.stores.artifacts.write(runKeys.latestForecast(name), jsonBytes({ runId }));
  return { forecastsVersion: version, rows: summary.rows };
}

export const handler = onAws(publishStep, run);
