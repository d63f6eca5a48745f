import type * as z from 'zod';
import { readJson } from '../../lake/json-object.ts';
import { locate } from '../../lake/object-uri.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { publishStep } from '../../core/contracts/steps/forecast.ts';
import { FORECAST_SUMMARY_FILE, forecastSummarySchema } from '../../core/forecast/forecast-summary.ts';
import type { Ports } from '../../core/ports.ts';
import { forecastsPlace } from '../../lake/forecasts.ts';
import { recordPublication } from '../../lake/publications.ts';
import { commitFiles, ensureTable } from '../../tables/index.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof publishStep.input>;
type Output = z.infer<typeof publishStep.output>;

/** Makes the job's data files the run's partition of the forecasts table, in one commit, and from then on what people get. */
export async function run(
  { dataset: name, runId, modelVersion, range, summaryUri }: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'clock'>,
): Promise<Output> {
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

  const { schema, path, partition, folder } = forecastsPlace(ports.datasets.find(name), runId);
  const files = summary.files.map(({ fileName, sizeBytes, stats }) => ({
    path: `${folder}/${fileName}`,
    sizeBytes,
    stats,
    partitionValues: partition,
  }));

  const nowMs = ports.clock.nowMs();
  const location = { store: ports.stores.gold, path };
  await ensureTable(location, schema, { nowMs });
  const { version } = await commitFiles(location, { files, replace: [partition] }, { step: 'publish', nowMs });
  await recordPublication(ports.stores.artifacts, name, { runId, modelVersion, range });
  return { forecastsVersion: version, rows: summary.rows };
}

export const handler = onAws(publishStep, run);
