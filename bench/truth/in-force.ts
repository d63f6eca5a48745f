import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { limitActuals, type Actuals } from '../../core/backtest/actuals.ts';
import { datasetSchema, type Dataset } from '../../core/contracts/dataset.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { tablePath } from '../../core/contracts/tables.ts';
import { addErrors, NO_ERRORS, type ErrorSums } from '../../core/evaluate/realised-errors.ts';
import { runRecordSchema, type RunRecord } from '../../core/evaluate/run-record.ts';
import { Scorecard } from '../../core/evaluate/scorecard.ts';
import { evaluationDates } from '../../core/monitor/evaluation-dates.ts';
import type { Stores } from '../../core/ports.ts';
import { periodsOfColumn } from '../../core/series/ds-column.ts';
import { parseDuration } from '../../core/series/duration.ts';
import { periodRange, type PeriodRange } from '../../core/series/period-range.ts';
import { parsePeriod, type TimeAxis } from '../../core/series/time-axis.ts';
import { localPorts } from '../../hosts/folder.ts';
import { publishedForecasts } from '../../lake/forecasts.ts';
import { gatherActuals } from '../../lake/gather-actuals.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import { openTable } from '../../tables/index.ts';

const sumsSchema = z.object({ joined: z.number(), squared: z.number(), covered: z.number() });
export type Sums = z.infer<typeof sumsSchema>;

/** What the users of one window got. */
export const windowSchema = z.object({
  train: z.object({ start: z.string(), end: z.string() }),
  evaluate: z.object({ start: z.string(), end: z.string() }),
  /** Of the forecasts that were in force on each date; nothing joined: the window had no forecast. */
  inForce: sumsSchema,
  /** The same, from one look to the next. */
  byLook: z.array(sumsSchema),
  /** Of every forecast that people got, over the periods up to the first look after it began, and over those after that look. */
  upToNextLook: sumsSchema,
  beyond: sumsSchema,
  /** Of the forecast that the window began with, over the whole window. */
  held: sumsSchema,
});
export type Window = z.infer<typeof windowSchema>;

/** Reads what a replay left in its folder: the platform's tables say who got which forecast, and what came true. */
export async function windowsOf(folder: string): Promise<readonly Window[]> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  const dataset = datasetSchema.parse(await read('dataset.json'));
  const { windows } = z.object({ windows: z.array(runRecordSchema) }).parse(await read('replay.json'));
  const { stores } = localPorts(folder, [dataset]);
  const scored: Window[] = [];
  for (const record of windows) scored.push(await scoreWindow(record, { dataset, stores }));
  return scored;
}

interface Place {
  readonly dataset: Dataset;
  readonly stores: Stores;
}

async function scoreWindow(record: RunRecord, { dataset, stores }: Place): Promise<Window> {
  const { train, evaluate, tableVersions } = record;
  const silver = await openSilverTable(stores, dataset, tableVersions.silverEval);
  const range = { start: train.start, end: evaluate.end };
  const actuals = await gatherActuals(silver, dataset, { training: train, range });
  const { axis } = silver;
  const window = periodRange(axis, evaluate);
  const looks = evaluationDates(axis, evaluate, parseDuration(dataset.monitoring.cadence));
  const stretches = looks.map((date, at) => {
    const first = at === 0 ? window.first : parsePeriod(axis, looks[at - 1]) + 1;
    return { first, last: parsePeriod(axis, date) };
  });
  const sums = { upToNextLook: NO_ERRORS, beyond: NO_ERRORS, held: NO_ERRORS };
  const byLook: ErrorSums[] = [];
  for await (const { first, batches } of publishedIn(record, { dataset, stores, axis })) {
    const errors = (periods: PeriodRange) => errorsIn(periods, { axis, actuals, batches });
    const next = stretches.findIndex((stretch) => stretch.first >= first);
    const nextLook = stretches[next].last;
    // Until another one begins.
    byLook.splice(next, Infinity, ...stretches.slice(next).map(errors));
    sums.upToNextLook = addErrors(sums.upToNextLook, errors({ first, last: nextLook }));
    sums.beyond = addErrors(sums.beyond, errors({ first: nextLook + 1, last: window.last }));
    if (next === 0) sums.held = errors(window);
  }
  const inForce = byLook.reduce(addErrors, NO_ERRORS);
  requireSame(record, inForce);
  return { train, evaluate, inForce, byLook, ...sums };
}

interface Published {
  /** From this period on, it is what people get. */
  readonly first: number;
  readonly batches: readonly RowBatch[];
}

/** The forecasts that were live in the window, in the order in which they began: a look's begin in the period after it. */
async function* publishedIn(
  { runId, production }: RunRecord,
  { dataset, stores, axis }: Place & { readonly axis: TimeAxis },
): AsyncGenerator<Published> {
  if (production.version === null) return;
  const table = await openTable({ store: stores.gold, path: tablePath(dataset.name, 'forecasts') });
  const firsts = new Map<string, number>();
  for (const { partitionValues, stats } of table.files) {
    const id = String(partitionValues.run_id);
    if (!id.startsWith(`${runId}-`)) continue;
    const [first] = periodsOfColumn(axis, [Number(stats?.min.ds)]);
    firsts.set(id, Math.min(firsts.get(id) ?? Infinity, first));
  }
  for (const [id, first] of [...firsts].sort(([, a], [, b]) => a - b)) {
    const batches: RowBatch[] = [];
    for await (const batch of publishedForecasts(stores, dataset.name, id)) batches.push(batch);
    yield { first, batches };
  }
}

function errorsIn(
  periods: PeriodRange,
  known: {
    readonly axis: TimeAxis;
    readonly actuals: ReadonlyMap<string, Actuals>;
    readonly batches: readonly RowBatch[];
  },
): ErrorSums {
  const limited = new Map([...known.actuals].map(([id, actuals]) => [id, limitActuals(actuals, periods)]));
  const card = new Scorecard(known.axis, limited);
  for (const batch of known.batches) card.add(batch);
  return card.pooled();
}

/** The replay says what its users' error was: it must be that of the rows in its tables. */
function requireSame({ evaluate, production }: RunRecord, found: ErrorSums): void {
  const [said, is] = [production.realised?.rmse ?? 0, Math.sqrt(found.squared / Math.max(found.joined, 1))];
  if (production.joined === found.joined && Math.abs(said - is) <= 1e-9 * is) return;
  const { start, end } = evaluate;
  throw new Error(
    `window ${start}..${end}: the run record says RMSE ${said} over ${production.joined} rows, the tables ${is} over ${found.joined}`,
  );
}
