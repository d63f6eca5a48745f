import type { Dataset } from '../contracts/dataset.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { seriesAt } from '../series/panel.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { gatherPeriods } from './gather-periods.ts';
import type { Ledger } from './ledger.ts';
import { ledgerOf } from './ledger-of.ts';
import { markPlanned } from './mark-planned.ts';
import { parseObservations } from './observations.ts';
import { type PlacedObservations, placeOnCalendar } from './place-on-calendar.ts';
import { presenceOf } from './presence.ts';
import { quarantineBatch } from './refused-rows.ts';
import type { KnownSeries } from './series-state.ts';
import { seriesRows, type SeriesRows } from './series-table.ts';
import { settleDuplicates } from './settle-duplicates.ts';
import { type DeliveryTally, type Tallied, tallyDeliveries } from './tally-deliveries.ts';

/** What the rows of bronze become. What a change of the code changes here needs another READING_VERSION. */
export interface BronzeReading {
  /** Of the data set. */
  readonly axis: TimeAxis;
  /** The rows of the series table. */
  readonly series: SeriesRows;
  /** The rows of the quarantine table. */
  readonly quarantine: RowBatch;
  readonly ledger: Ledger;
  /** In the order of arrival. */
  readonly deliveries: readonly DeliveryTally[];
  /** Every series that they name. */
  readonly known: readonly KnownSeries[];
}

/**
 * @param batches all rows of bronze at one version that are read, in any order
 * @param withdrawn those that are not, which nothing but the ledger's figures knows of
 */
export function readBronze(
  batches: readonly RowBatch[],
  dataset: Pick<Dataset, 'contract' | 'frequency'>,
  withdrawn: readonly RowBatch[] = [],
): BronzeReading {
  const { contract } = dataset;
  const observations = placeOnCalendar(parseObservations(batches, dataset), dataset);
  const { kept, rivals, restates } = settleDuplicates(observations, contract);
  const values = gatherPeriods(observations, kept, contract);
  markPlanned(observations);
  const series = seriesRows(observations, values);
  const { deliveries, met } = tallyDeliveries(observations, restates);
  return {
    axis: observations.axis,
    series,
    quarantine: quarantineBatch({ observations, batches, rivals, details: values.details, contract }),
    ledger: ledgerOf(observations, parseObservations(withdrawn, dataset)),
    deliveries,
    known: seriesNamed(observations, met, series),
  };
}

function seriesNamed(
  { ids, phases }: PlacedObservations,
  met: Tallied['met'],
  { panel }: Pick<SeriesRows, 'panel'>,
): readonly KnownSeries[] {
  const present = new Map(panel.uniqueIds.map((id, index) => [id, presenceOf(seriesAt(panel, index)).stretches]));
  return ids.flatMap((uniqueId, series) => {
    const known = { uniqueId, phase: phases[series], stretches: present.get(uniqueId) ?? [] };
    return met[series] === 'never' ? [] : [{ ...known, isInLast: met[series] === 'last' }];
  });
}
