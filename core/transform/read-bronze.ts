import type { Dataset } from '../contracts/dataset.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { seriesAt } from '../series/panel.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { gatherPeriods } from './gather-periods.ts';
import { ledgerOf } from './ledger-of.ts';
import { markPlanned } from './mark-planned.ts';
import { parseObservations } from './observations.ts';
import { type PlacedObservations, placeOnCalendar } from './place-on-calendar.ts';
import { presenceOf } from './presence.ts';
import { quarantineBatch, refusedOf } from './refused-rows.ts';
import { knownOf, type MetSeries } from './series-since.ts';
import { seriesRows, type SeriesRows } from './series-table.ts';
import { settleDuplicates } from './settle-duplicates.ts';
import type { MergedReading, ShardReading, ShardSums } from './shard-sums.ts';
import { spacingsOf } from './spacing.ts';
import { type Counted, countDeliveries, talliesOf } from './tally-deliveries.ts';

/** What the rows of bronze become. What a change of the code changes here needs another READING_VERSION. */
export interface BronzeReading extends MergedReading {
  /** Of the data set. */
  readonly axis: TimeAxis;
  /** The rows of the series table. */
  readonly series: SeriesRows;
}

type Reading = Pick<Dataset, 'contract' | 'frequency'>;

/**
 * @param batches all rows of bronze at one version that are read, in any order
 * @param withdrawn those that are not, which nothing but the ledger's figures knows of
 */
export function readBronze(
  batches: readonly RowBatch[],
  dataset: Reading,
  withdrawn: readonly RowBatch[] = [],
): BronzeReading {
  const { observations, sums, rows } = readRows({ read: batches, withdrawn }, dataset);
  const last = sums.deliveries.at(-1)?.delivery;
  return {
    axis: observations.axis,
    series: rows,
    quarantine: sums.quarantine,
    ledger: sums.ledger,
    deliveries: talliesOf(sums.deliveries),
    known: knownOf(sums.series, last),
  };
}

/** The same of the rows of a shard. */
export function readShard(bronze: BronzeRows, dataset: Reading): ShardReading {
  const { observations, sums, rows } = readRows(bronze, dataset);
  return { axis: observations.axis, rows, sums: { ...sums, spacings: spacingsOf(observations) } };
}

interface BronzeRows {
  readonly read: readonly RowBatch[];
  readonly withdrawn: readonly RowBatch[];
}

function readRows({ read, withdrawn }: BronzeRows, dataset: Reading) {
  const { contract } = dataset;
  const observations = placeOnCalendar(parseObservations(read, dataset), dataset);
  const { kept, rivals, restates } = settleDuplicates(observations, contract);
  const values = gatherPeriods(observations, kept, contract);
  markPlanned(observations);
  const rows = seriesRows(observations, values);
  const { deliveries, lastIn } = countDeliveries(observations, restates);
  const sums: ShardSums = {
    quarantine: quarantineBatch({ observations, batches: read, rivals, details: values.details, contract }),
    refusedOf: refusedOf(observations),
    ledger: ledgerOf(observations, parseObservations(withdrawn, dataset)),
    restated: new Map(),
    deliveries,
    series: seriesNamed(observations, lastIn, rows),
  };
  return { observations, sums, rows };
}

function seriesNamed(
  { ids, phases }: PlacedObservations,
  lastIn: Counted['lastIn'],
  { panel }: Pick<SeriesRows, 'panel'>,
): readonly MetSeries[] {
  const present = new Map(panel.uniqueIds.map((id, index) => [id, presenceOf(seriesAt(panel, index)).stretches]));
  return ids.flatMap((uniqueId, series) => {
    const delivery = lastIn[series];
    if (delivery === undefined) return [];
    return [{ uniqueId, phase: phases[series], stretches: present.get(uniqueId) ?? [], lastIn: delivery }];
  });
}
