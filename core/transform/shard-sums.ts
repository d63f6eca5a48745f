import type { ColumnValues, RowBatch } from '../contracts/table-schema.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import type { Former } from './former.ts';
import type { Ledger } from './ledger.ts';
import { type LedgerPart, sumLedgers } from './ledger-of.ts';
import { type Layout, layoutOf } from './parts.ts';
import { knownOf, metBefore, type MetSeries } from './series-since.ts';
import type { KnownSeries } from './series-state.ts';
import type { SeriesRows } from './series-table.ts';
import { type Spacings, spacingOfMost } from './spacing.ts';
import { type DeliveryCounts, type DeliveryTally, sumDeliveries, talliesOf } from './tally-deliveries.ts';

/** What the rows of a shard became, but for the rows of the series: figures that add up (docs/decisions/0037-silver-by-shards.md). */
export interface ShardSums extends LedgerPart {
  /** Its refused rows, in the order of arrival, then of lines. */
  readonly quarantine: RowBatch;
  /** Of each of them the delivery, by its sha256. */
  readonly refusedOf: readonly string[];
  readonly deliveries: readonly DeliveryCounts[];
  /** Every series of the shard that any delivery names. */
  readonly series: readonly MetSeries[];
  /** Where all of bronze was read. */
  readonly spacings?: Spacings | undefined;
}

export interface ShardReading {
  readonly axis: TimeAxis;
  readonly rows: SeriesRows;
  readonly sums: ShardSums;
}

/** What all shards together became. */
export interface MergedReading {
  /** The rows of the quarantine table. */
  readonly quarantine: RowBatch;
  readonly ledger: Ledger;
  /** In the order of arrival. */
  readonly deliveries: readonly DeliveryTally[];
  /** Every series that they name. */
  readonly known: readonly KnownSeries[];
}

interface Merging {
  readonly axis: TimeAxis;
  readonly layout: Layout;
  /** What earlier deliveries became; undefined where all of bronze was read. */
  readonly former: Former | undefined;
  /** Whether none of the shards has told of it. */
  readonly isElsewhere: (uniqueId: string) => boolean;
}

/**
 * What the shards' readings make together, in their order.
 *
 * @returns undefined where silver is to be cut otherwise than the shards have cut it
 */
export function mergeShards(shards: readonly ShardSums[], merging: Merging): MergedReading | undefined {
  const { axis, former, layout, isElsewhere } = merging;
  const counts = sumDeliveries(shards.map(({ deliveries }) => deliveries));
  const last = former?.deliveries.at(-1);
  const others = (former?.known ?? []).filter(({ uniqueId }) => isElsewhere(uniqueId));
  const named = [
    ...others.map((series) => metBefore(series, last?.delivery)),
    ...shards.flatMap(({ series }) => series),
  ];
  const known = knownOf(named, (counts.at(-1) ?? last)?.delivery);
  if (layoutOf(axis.frequency, known) !== layout) return undefined;
  const before = former === undefined ? [] : [{ ledger: former.ledger, restated: new Map() }];
  const spacingMs = former === undefined ? spacingIn(shards) : undefined;
  return {
    quarantine: mergedQuarantine(shards, counts),
    ledger: { ...sumLedgers([...before, ...shards], axis), ...(spacingMs === undefined ? {} : { spacingMs }) },
    deliveries: talliesOf(counts, { series: former?.known.length ?? 0, last }),
    known,
  };
}

/** It is told only where a row lies off the calendar. */
function spacingIn(shards: readonly ShardSums[]): number | undefined {
  const isOff = shards.some(({ ledger }) => ledger.dated.some(({ quarantined }) => 'off-calendar' in quarantined));
  return isOff ? spacingOfMost(shards.flatMap(({ spacings }) => spacings ?? [])) : undefined;
}

/** In the order of arrival, then of lines. */
function mergedQuarantine(shards: readonly ShardSums[], deliveries: readonly DeliveryCounts[]): RowBatch {
  const refused = shards.filter(({ quarantine }) => quarantine.rows > 0);
  if (refused.length === 0) return shards[0]?.quarantine ?? NO_ROWS;
  const placeOf = new Map(deliveries.map(({ delivery }, place) => [delivery, place]));
  const rows = refused.flatMap(({ quarantine, refusedOf }) =>
    refusedOf.map((delivery, row) => ({
      quarantine,
      row,
      place: placeOf.get(delivery)!,
      line: Number(quarantine.columns.line[row]),
    })),
  );
  rows.sort((a, b) => a.place - b.place || a.line - b.line);
  const names = Object.keys(refused[0].quarantine.columns);
  const column = (name: string) => rows.map(({ quarantine, row }) => quarantine.columns[name][row]) as ColumnValues;
  return { rows: rows.length, columns: Object.fromEntries(names.map((name) => [name, column(name)])) };
}

const NO_ROWS: RowBatch = { rows: 0, columns: { reason: [], ds: [] } };
