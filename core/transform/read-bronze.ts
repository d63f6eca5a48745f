import type { Dataset } from '../contracts/dataset.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { gatherPeriods } from './gather-periods.ts';
import { type Ledger, ledgerOf } from './ledger.ts';
import { markPlanned } from './mark-planned.ts';
import { parseObservations } from './observations.ts';
import { placeOnCalendar } from './place-on-calendar.ts';
import { quarantineBatch } from './refused-rows.ts';
import { seriesRows, type SeriesRows } from './series-table.ts';
import { settleDuplicates } from './settle-duplicates.ts';
import { type DeliveryTally, tallyDeliveries } from './tally-deliveries.ts';

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
  return {
    axis: observations.axis,
    series: seriesRows(observations, values),
    quarantine: quarantineBatch({ observations, batches, rivals, details: values.details, contract }),
    ledger: ledgerOf(observations, parseObservations(withdrawn, dataset)),
    deliveries: tallyDeliveries(observations, restates),
  };
}
