import { readJson } from './json-object.ts';
import { locate } from './object-uri.ts';
import { NO_NOTES } from '../core/blend/forecast-notes.ts';
import type { Dataset } from '../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ForecastNotes } from '../core/contracts/forecast-notes.ts';
import { runKeys } from '../core/contracts/keys.ts';
import type { RowBatch } from '../core/contracts/table-schema.ts';
import { forecastsSchema, tablePath } from '../core/contracts/tables.ts';
import { FORECAST_SUMMARY_FILE, forecastSummarySchema } from '../core/forecast/forecast-summary.ts';
import { unobservedText } from '../core/forecast/notes-text.ts';
import { recordedForecastsSchema } from '../core/models/forecast-columns.ts';
import type { Stores } from '../core/ports.ts';
import { openTable, partitionFolder, readParquet, readRows } from '../tables/index.ts';

/** Where a run's data files lie in the forecasts table. */
export function forecastsPlace({ name, frequency, furtherLevels }: Dataset, runId: string) {
  const schema = forecastsSchema(frequency, furtherLevels);
  const partition = { run_id: runId };
  return { schema, path: tablePath(name, 'forecasts'), partition, folder: partitionFolder(schema, partition) };
}

/** The ends of the further levels' intervals are as many as the table has gained. */
function isForecast(column: string): boolean {
  return column === 'unique_id' || column === 'ds' || column.startsWith('yhat');
}

const MEASURES: ReadonlySet<string> = new Set(['naive', 'scale']);

/** A run's partition of the forecasts table, file by file: what is forecasted, every interval that the table has columns for, and what it is measured by. */
export async function* publishedForecasts(stores: Stores, dataset: string, runId: string): AsyncGenerator<RowBatch> {
  const table = await openTable({ store: stores.gold, path: tablePath(dataset, 'forecasts') });
  const columns = table.schema.columns.map(({ name }) => name).filter((name) => isForecast(name) || MEASURES.has(name));
  yield* readRows(table, { columns, where: { partition: { run_id: runId } } });
}

/** The model version that made a run's forecasts: a run publishes those of one. @throws EmptyJoin when it published none */
export async function publishedVersion(stores: Stores, dataset: string, runId: string): Promise<number> {
  const table = await openTable({ store: stores.gold, path: tablePath(dataset, 'forecasts') });
  const query = { columns: ['model_version'], where: { partition: { run_id: runId } } };
  for await (const { rows, columns } of readRows(table, query)) if (rows > 0) return Number(columns.model_version[0]);
  throw new PlatformError(ERROR_NAMES.emptyJoin, {
    problem: `the run '${runId}' has published no forecasts of '${dataset}'`,
    ...(await whyNone(stores, dataset, runId)),
  });
}

/** A run that forecasted nothing did so by right: its horizon holds only positions at which no series occurs. */
async function whyNone({ artifacts }: Stores, dataset: string, runId: string) {
  const isMade = (await artifacts.head(summaryKey(dataset, runId))) !== undefined;
  if (!isMade) return { hint: "run the data set's forecast state machine" };
  const { unobserved } = await publishedNotes({ artifacts }, dataset, runId);
  return { got: unobservedText(unobserved) ?? 'no row', hint: 'nothing can come true that could be scored' };
}

/** One data file of a forecasting job: what is forecasted, and every interval. */
export async function forecastRows(
  file: Uint8Array,
  { frequency, furtherLevels }: Pick<Dataset, 'frequency' | 'furtherLevels'>,
): Promise<RowBatch> {
  const { columns } = forecastsSchema(frequency, furtherLevels);
  return readParquet(
    file,
    columns.filter(({ name }) => isForecast(name)),
  );
}

/** What a recipe forecasted when it was fitted, file by file: not every fit publishes its forecasts. */
export async function* recordedForecasts(
  stores: Stores,
  artifactUri: string,
  { frequency, furtherLevels }: Pick<Dataset, 'frequency' | 'furtherLevels'>,
): AsyncGenerator<RowBatch> {
  const { store, key } = locate(stores, artifactUri);
  const { columns } = recordedForecastsSchema(frequency, furtherLevels);
  for (const file of await store.list(`${key}/forecasts/`)) {
    yield readParquet(await store.read(file.key), columns);
  }
}

/** What a person should know of a run's published forecasts beside their values. */
export async function publishedNotes(
  { artifacts }: Pick<Stores, 'artifacts'>,
  dataset: string,
  runId: string,
): Promise<ForecastNotes> {
  const { notes = NO_NOTES } = await readJson(artifacts, summaryKey(dataset, runId), forecastSummarySchema);
  return notes;
}

function summaryKey(dataset: string, runId: string): string {
  return `${runKeys.forecastSummary(dataset, runId)}/${FORECAST_SUMMARY_FILE}`;
}
