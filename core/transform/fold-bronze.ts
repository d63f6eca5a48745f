import type { Dataset } from '../contracts/dataset.ts';
import type { DeliveryFigures } from '../contracts/delivery-figures.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import type { LongColumns } from '../series/panel.ts';
import { gatherPeriods } from './gather-periods.ts';
import type { Ledger } from './ledger.ts';
import { foldedLedger } from './ledger-of.ts';
import { markPlanned } from './mark-planned.ts';
import { FATE, type Observations, parseObservations } from './observations.ts';
import { layoutOf } from './parts.ts';
import { placeOnCalendar, type PlacedObservations } from './place-on-calendar.ts';
import type { BronzeReading } from './read-bronze.ts';
import { quarantineBatch } from './refused-rows.ts';
import { endsWaiting, lastBefore, seriesSince } from './series-since.ts';
import type { KnownSeries } from './series-state.ts';
import { seriesRows } from './series-table.ts';
import { settleDuplicates } from './settle-duplicates.ts';
import { tallyDeliveries } from './tally-deliveries.ts';
import { withHeld } from './with-held.ts';

/** What earlier deliveries became. */
export interface Former {
  readonly ledger: Ledger;
  /** In the order of arrival. */
  readonly deliveries: readonly DeliveryFigures[];
  readonly known: readonly KnownSeries[];
}

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
  if (ledger.dated.some(({ quarantined }) => 'off-calendar' in quarantined)) return undefined;
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
export function foldBronze(
  arrived: Arrived,
  held: LongColumns,
  { dataset, former }: { readonly dataset: Reading; readonly former: Former },
): BronzeReading | undefined {
  const { contract } = dataset;
  const observations = withHeld(arrived.observations, held);
  const news = { ...observations, rows: arrived.observations.rows };
  const { kept, rivals, restates } = settleDuplicates(observations, contract);
  // Silver does not say on which line the value stands that a refused row contradicts.
  if ([...rivals.values()].some((rival) => rival >= news.rows)) return undefined;
  const known = new Map(former.known.map((series) => [series.uniqueId, series]));
  markPlanned(news, lastBefore(observations, known));
  if (endsWaiting(news, known)) return undefined;
  const last = former.deliveries.at(-1);
  const { deliveries, met } = tallyDeliveries(news, restates, { series: known.size, known, last });
  const named = seriesSince(news, known, deliveries.length === 0 ? undefined : met);
  if (layoutOf(dataset.frequency, former.known) !== layoutOf(dataset.frequency, named)) return undefined;
  const values = gatherPeriods(observations, kept, contract);
  const { batches, withdrawn } = arrived;
  return {
    axis: observations.axis,
    series: seriesRows(observations, values),
    quarantine: quarantineBatch({ observations, batches, rivals, details: values.details, contract }),
    ledger: foldedLedger(former.ledger, { observations: news, withdrawn, restated: restatedOf(observations, news) }),
    deliveries,
    known: named,
  };
}

/** The periods of held rows that a later delivery gave another value for. */
function* restatedOf({ rows, fate, period }: PlacedObservations, news: Pick<PlacedObservations, 'rows'>) {
  for (let row = news.rows; row < rows; row++) if (fate[row] === FATE.restated) yield period[row];
}
