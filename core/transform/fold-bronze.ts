import type { Dataset } from '../contracts/dataset.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import type { LongColumns } from '../series/panel.ts';
import type { Former } from './former.ts';
import { gatherPeriods } from './gather-periods.ts';
import type { Ledger } from './ledger.ts';
import { ledgerOf } from './ledger-of.ts';
import { markPlanned } from './mark-planned.ts';
import { FATE, type Observations, parseObservations } from './observations.ts';
import { layoutOf } from './parts.ts';
import { placeOnCalendar, type PlacedObservations } from './place-on-calendar.ts';
import type { BronzeReading } from './read-bronze.ts';
import { quarantineBatch, refusedOf } from './refused-rows.ts';
import { endsWaiting, lastBefore, seriesSince } from './series-since.ts';
import { seriesRows } from './series-table.ts';
import { settleDuplicates } from './settle-duplicates.ts';
import { mergeShards, type ShardReading } from './shard-sums.ts';
import { countDeliveries } from './tally-deliveries.ts';
import { withHeld } from './with-held.ts';

/** Rows of the deliveries since, parsed and on the calendar. */
export interface Arrived {
  readonly batches: readonly RowBatch[];
  readonly observations: PlacedObservations;
  readonly withdrawn: Observations;
}

type Reading = Pick<Dataset, 'contract' | 'frequency'>;

/** Whether a data set's rows become silver one delivery after another: neither a vote of all of a series' rows nor the rows of a whole period decide on one. */
export function isFoldable({ contract, frequency }: Reading): boolean {
  return (frequency === 'day' || frequency === 'hour') && contract.aggregate === null;
}

/** Whether a row lies off the calendar. */
export function hasStrays({ dated }: Pick<Ledger, 'dated'>): boolean {
  return dated.some(({ quarantined }) => 'off-calendar' in quarantined);
}

/**
 * @param rows of all deliveries that silver knows nothing of
 * @returns undefined where what became of earlier rows hangs on them
 */
export function arrivedRows(
  { read, withdrawn }: { readonly read: readonly RowBatch[]; readonly withdrawn: readonly RowBatch[] },
  dataset: Reading,
  { ledger, deliveries }: Pick<Former, 'ledger' | 'deliveries'>,
): Arrived | undefined {
  const observations = placeOnCalendar(parseObservations(read, dataset), dataset);
  // How far apart rows lie is told of all of them, once one is off the calendar.
  if (hasStrays(ledger)) return undefined;
  if (observations.fate.includes(FATE['off-calendar'])) return undefined;
  // A writer that lost a race may be read after another one, and come before it.
  const [first] = observations.deliveries;
  if (first !== undefined && first.sequence <= (deliveries.at(-1)?.sequence ?? -1)) return undefined;
  return { batches: read, observations, withdrawn: parseObservations(withdrawn, dataset) };
}

/**
 * What `readBronze` makes of the earlier deliveries and these, from what it made of the earlier ones: their rows in silver are one delivery before
 * the others.
 *
 * @param held silver's rows, of every part that an arrived row lies in
 * @returns `series` with the rows of those parts alone, `quarantine` and `deliveries` with what arrived; undefined where it takes more to know
 */
export function foldBronze(arrived: Arrived, held: LongColumns, folding: Folding): BronzeReading | undefined {
  const whole = foldShard(arrived, held, folding);
  if (whole === undefined) return undefined;
  const { dataset, former } = folding;
  const { axis, rows, sums } = whole;
  const layout = layoutOf(dataset.frequency, former.known);
  const merged = mergeShards([sums], { axis, layout, former, isElsewhere: () => false });
  return merged && { ...merged, axis, series: rows };
}

interface Folding {
  readonly dataset: Reading;
  readonly former: Former;
}

/**
 * The same of the rows of a shard.
 *
 * @param folding with the series of the shard alone as those that are known
 */
export function foldShard(
  arrived: Arrived,
  held: LongColumns,
  { dataset: { contract }, former }: Folding,
): ShardReading | undefined {
  const observations = withHeld(arrived.observations, held);
  const news = { ...observations, rows: arrived.observations.rows };
  const { kept, rivals, restates } = settleDuplicates(observations, contract);
  // Silver does not say on which line the value stands that a refused row contradicts.
  if ([...rivals.values()].some((rival) => rival >= news.rows)) return undefined;
  const known = new Map(former.known.map((series) => [series.uniqueId, series]));
  markPlanned(news, lastBefore(observations, known));
  if (endsWaiting(news, known)) return undefined;
  const before = former.deliveries.at(-1)?.delivery;
  const { deliveries, lastIn } = countDeliveries(news, restates, { known, last: before });
  const values = gatherPeriods(observations, kept, contract);
  const { batches, withdrawn } = arrived;
  const sums = {
    quarantine: quarantineBatch({ observations, batches, rivals, details: values.details, contract }),
    refusedOf: refusedOf(observations),
    ledger: ledgerOf(news, withdrawn),
    restated: restatedOf(observations, news),
    deliveries,
    series: seriesSince(news, known, { lastIn, before }),
  };
  return { axis: observations.axis, rows: seriesRows(observations, values), sums };
}

/** By period, the held rows that a later delivery gave another value for. */
function restatedOf({ rows, fate, period }: PlacedObservations, news: Pick<PlacedObservations, 'rows'>) {
  const restated = new Map<number, number>();
  for (let row = news.rows; row < rows; row++)
    if (fate[row] === FATE.restated) restated.set(period[row], (restated.get(period[row]) ?? 0) + 1);
  return restated;
}
