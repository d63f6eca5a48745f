import type * as z from 'zod';
import { publishStep } from '../../core/contracts/steps/forecast.ts';
import type { Ports } from '../../core/ports.ts';
import { readForecastFile, readForecastSummary } from '../../lake/finished-forecast.ts';
import { forecastsPlace } from '../../lake/forecasts.ts';
import { recordPublication } from '../../lake/publications.ts';
import { commitFiles, ensureTable } from '../../tables/index.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof publishStep.input>;
type Output = z.infer<typeof publishStep.output>;

/**
 * Makes the job's data files the run's partition of the forecasts table, in one commit, and from then on what people get, where the version is in
 * Production: those files that the job wrote, by the model that is registered, and no others.
 *
 * @throws ArtifactMismatch
 */
export async function run(
  { dataset: name, runId, modelVersion, inProduction, range, summaryUri, summarySha256 }: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'clock'>,
): Promise<Output> {
  const model = await ports.registry.describe(name, modelVersion);
  const summary = await readForecastSummary(ports.stores, { summaryUri, summarySha256 }, model);
  const { schema, path, partition, folder } = forecastsPlace(ports.datasets.find(name), runId);
  const files = summary.files.map(({ fileName, sizeBytes, stats }) => ({
    path: `${folder}/${fileName}`,
    sizeBytes,
    stats,
    partitionValues: partition,
  }));

  const location = { store: ports.stores.gold, path };
  for (const file of summary.files) await readForecastFile(location.store, `${path}/${folder}`, file);

  const nowMs = ports.clock.nowMs();
  await ensureTable(location, schema, { nowMs });
  const { version } = await commitFiles(location, { files, replace: [partition] }, { step: 'publish', nowMs });
  if (inProduction) await recordPublication(ports.stores.artifacts, name, { runId, modelVersion, range });
  return { forecastsVersion: version, rows: summary.rows };
}

export const handler = onAws(publishStep, run);
