import type { ColumnType, RowBatch } from '../../core/contracts/table-schema.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import type { RegistryPorts } from '../place/registry-ports.ts';
import { openTable, readRows } from '../../tables/index.ts';
import { needed } from '../options.ts';
import { figure } from '../../core/contracts/figures.ts';
import { shown } from '../../core/contracts/visible.ts';
import type { View } from '../view.ts';
import type { Question } from './question.ts';
import { versionView } from './show.ts';

const DAY_MS = 86_400_000;
const COLUMNS = ['unique_id', 'cutoff', 'yhat', 'yhat_lower', 'yhat_upper', 'model_version'];

interface Address {
  readonly runId: string;
  readonly uniqueId: string;
  readonly ds: string;
}

export interface ForecastRow extends Address {
  readonly cutoff: string;
  readonly yhat: number;
  readonly lower: number;
  readonly upper: number;
  readonly modelVersion: number;
}

/** From a published forecast to the version that made it, and all that this one was made of. */
export async function traceView({ dataset, ports, options, place }: Question): Promise<View> {
  const ds = needed(options.ds, 'ds', "the forecast's period, as in '1986-01-31'");
  const row = await findForecast(ports, dataset, {
    runId: needed(options.run, 'run', 'the run that published the forecast'),
    uniqueId: needed(options['unique-id'], 'unique-id', 'the series'),
    ds,
  });
  const model = await versionView({ ports, dataset, place }, row.modelVersion);
  const { yhat, lower, upper, cutoff, modelVersion } = row;
  return {
    json: { dataset, forecast: row, modelVersion: model.json },
    text: [
      `${shown(row.uniqueId)} at ${ds}: ${figure(yhat)} (${figure(lower)} to ${figure(upper)}), forecasted by run ${row.runId} ` +
        `with version ${modelVersion} from data up to ${cutoff}`,
      '',
      ...model.text,
    ],
  };
}

/** @throws EmptyJoin when the run published no such row */
export async function findForecast({ stores }: RegistryPorts, dataset: string, address: Address): Promise<ForecastRow> {
  const table = await openTable({ store: stores.gold, path: tablePath(dataset, 'forecasts') });
  const type = table.schema.columns.find(({ name }) => name === 'ds')?.type ?? 'date';
  const ds = Date.parse(address.ds) / (type === 'date' ? DAY_MS : 1);
  const where = { partition: { run_id: address.runId }, range: { column: 'ds', min: ds, max: ds } };
  const others: unknown[] = [];
  for await (const batch of readRows(table, { columns: COLUMNS, where })) {
    const at = batch.columns.unique_id.findIndex((id) => id === address.uniqueId);
    if (at >= 0) return forecastRow(address, batch, { at, type });
    others.push(...batch.columns.unique_id.slice(0, 5));
  }
  throw new PlatformError(ERROR_NAMES.emptyJoin, {
    problem: `the run '${address.runId}' has published no forecast of this series for ${address.ds}`,
    got: address.uniqueId,
    allowed:
      others.length === 0
        ? 'nothing: no series of this run has that period'
        : `for instance ${others.slice(0, 5).join(', ')}`,
  });
}

function forecastRow(
  address: Address,
  { columns }: RowBatch,
  { at, type }: { at: number; type: ColumnType },
): ForecastRow {
  const cell = (name: string): number => Number(columns[name][at]);
  const cutoff = new Date(cell('cutoff') * (type === 'date' ? DAY_MS : 1)).toISOString();
  return {
    ...address,
    cutoff: type === 'date' ? cutoff.slice(0, 10) : cutoff.replace('.000Z', 'Z'),
    yhat: cell('yhat'),
    lower: cell('yhat_lower'),
    upper: cell('yhat_upper'),
    modelVersion: cell('model_version'),
  };
}
