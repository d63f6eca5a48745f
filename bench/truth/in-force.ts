import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { limitActuals, type MeasuredActuals } from '../../core/backtest/actuals.ts';
import { datasetSchema, type Dataset } from '../../core/contracts/dataset.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import { addErrors, NO_ERRORS, type ErrorSums } from '../../core/evaluate/realised-errors.ts';
import { runRecordSchema, type RunRecord } from '../../core/evaluate/run-record.ts';
import { Scorecard } from '../../core/evaluate/scorecard.ts';
import type { Stores } from '../../core/ports.ts';
import { periodRange, type PeriodRange } from '../../core/series/period-range.ts';
import { parsePeriod, type TimeAxis } from '../../core/series/time-axis.ts';
import { localPorts } from '../../hosts/folder.ts';
import { publishedForecasts } from '../../lake/forecasts.ts';
import { gatherActuals } from '../../lake/gather-actuals.ts';
import { locate } from '../../lake/object-uri.ts';
import { openSilverTable } from '../../lake/silver-table.ts';

const sumsSchema = z.object({ joined: z.number(), squared: z.number(), covered: z.number() });
export type Sums = z.infer<typeof sumsSchema>;

/** What became of a look. */
const lookSchema = z.object({
  asOf: z.string(),
  kind: z.string(),
  /** Whether a version was fitted, and whether another one was in force afterwards. */
  isFitted: z.boolean(),
  isLive: z.boolean(),
  refusals: z.array(z.string()),
  /** Series whose new forecast the guard left out for the one before. */
  kept: z.number(),
});
export type Look = z.infer<typeof lookSchema>;

/** What the users of one window got. */
export const windowSchema = z.object({
  train: z.object({ start: z.string(), end: z.string() }),
  evaluate: z.object({ start: z.string(), end: z.string() }),
  /** Of the forecasts that were in force on each date; nothing joined: the window had no forecast. */
  inForce: sumsSchema,
  /** The same, from one look to the next. */
  byLook: z.array(sumsSchema),
  /** In order of time, the one at the window's end included; none by a policy that does not look. */
  looks: z.array(lookSchema),
  /** Of every forecast that people got, over the periods up to the first look after it began, and over those after that look. */
  upToNextLook: sumsSchema,
  beyond: sumsSchema,
  /** Of the forecast that the window began with, over the whole window. */
  held: sumsSchema,
});
export type Window = z.infer<typeof windowSchema>;

/** Reads what a replay left in its folder. */
export async function windowsOf(folder: string): Promise<readonly Window[]> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  const dataset = datasetSchema.parse(await read('dataset.json'));
  const { windows } = z.object({ windows: z.array(runRecordSchema) }).parse(await read('replay.json'));
  return scoreWindows(windows, { dataset, stores: localPorts(folder, [dataset]).stores });
}

interface Place {
  readonly dataset: Dataset;
  readonly stores: Stores;
}

/** The platform's tables say who got which forecast, and what came true. @throws Error where the run record says otherwise */
export async function scoreWindows(records: readonly RunRecord[], place: Place): Promise<readonly Window[]> {
  const scored: Window[] = [];
  for (const record of records) scored.push(await scoreWindow(record, place));
  return scored;
}

async function scoreWindow(record: RunRecord, { dataset, stores }: Place): Promise<Window> {
  const { train, evaluate, tableVersions, yardstick, production } = record;
  const silver = await openSilverTable(stores, dataset, tableVersions.silverEval);
  const range = { start: train.start, end: evaluate.end };
  const actuals = await gatherActuals(silver, dataset, { training: train, range, yardstick });
  const { axis } = silver;
  const window = periodRange(axis, evaluate);
  const ends =
    production.looks.length === 0 ? [window.last] : production.looks.map(({ asOf }) => parsePeriod(axis, asOf));
  const stretches = ends.map((last, at) => ({ first: at === 0 ? window.first : ends[at - 1] + 1, last }));
  const sums = { upToNextLook: NO_ERRORS, beyond: NO_ERRORS, held: NO_ERRORS };
  const byLook: ErrorSums[] = [];
  for (const { forecastRunId, range: inForce } of production.inForce) {
    const batches: RowBatch[] = [];
    for await (const batch of publishedForecasts(stores, dataset.name, forecastRunId)) batches.push(batch);
    const errors = (periods: PeriodRange) => errorsIn(periods, { axis, actuals, batches, levels: dataset });
    const { first, last } = periodRange(axis, inForce);
    const lived = stretches.filter((stretch) => stretch.first >= first && stretch.last <= last);
    byLook.push(...lived.map(errors));
    sums.upToNextLook = addErrors(sums.upToNextLook, errors(lived[0]));
    sums.beyond = addErrors(sums.beyond, errors({ first: lived[0].last + 1, last: window.last }));
    if (first === window.first) sums.held = errors(window);
  }
  const inForce = byLook.reduce(addErrors, NO_ERRORS);
  requireSame(record, inForce);
  const looks: Look[] = [];
  for (const look of production.looks) looks.push(await lookOf(look, stores));
  return { train, evaluate, inForce, byLook, looks, ...sums };
}

type LookRecord = RunRecord['production']['looks'][number];

/** What a guard reports; gates keep no series. */
const reportSchema = z.object({ keptInAll: z.number().default(0) });

async function lookOf({ asOf, kind, before, version, fitted, refusals }: LookRecord, stores: Stores): Promise<Look> {
  const look = { asOf, kind, isFitted: fitted !== null, isLive: version !== before, refusals };
  if (fitted === null) return { ...look, kept: 0 };
  const { store, key } = locate(stores, fitted.reportUri);
  const { keptInAll } = reportSchema.parse(JSON.parse(Buffer.from(await store.read(key)).toString('utf8')));
  return { ...look, kept: keptInAll };
}

function errorsIn(
  periods: PeriodRange,
  known: {
    readonly axis: TimeAxis;
    readonly actuals: ReadonlyMap<string, MeasuredActuals>;
    readonly batches: readonly RowBatch[];
    readonly levels: Pick<Dataset, 'level' | 'furtherLevels'>;
  },
): ErrorSums {
  const limited = new Map([...known.actuals].map(([id, actuals]) => [id, limitActuals(actuals, periods)]));
  const card = new Scorecard(known.axis, limited, known.levels);
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
