import { createHash } from 'node:crypto';
import { readingContract } from '../../../core/contracts/data-contract.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { seriesSchemaWith, tablePath } from '../../../core/contracts/tables.ts';
import type { Ports } from '../../../core/ports.ts';
import { LAYOUT_VERSION } from '../../../core/transform/parts.ts';
import { READING_VERSION } from '../../../core/transform/reading-version.ts';
import type { SilverFacts } from '../../../core/transform/report-slice.ts';
import { ledgerOfTable, type SilverLedger } from '../../../lake/silver-ledger.ts';
import { ensureTable, type Snapshot, type TableLocation } from '../../../tables/index.ts';

/** What a transform keeps, as it was before it. */
export interface SilverTables {
  readonly series: Snapshot;
  /** Opened by whoever has to do with a refused row. */
  readonly quarantine: TableLocation;
  /** Of the series as they are; undefined where nobody knows. */
  readonly ledger: SilverLedger | undefined;
}

export interface SilverVersions {
  readonly silverVersion: number;
  readonly quarantineVersion: number;
}

/** What a bronze version became, wherever it is: in the tables, or just read from bronze and not written yet. */
export interface Silver extends SilverFacts {
  /** Where it is refused: leaves what is known of the deliveries that it would have been read from anew. */
  keepUnread(): Promise<void>;
  /** Brings the tables up to it. */
  keep(): Promise<SilverVersions>;
}

export async function openSilver(
  dataset: Dataset,
  { stores, clock }: Pick<Ports, 'stores' | 'clock'>,
): Promise<SilverTables> {
  const location = (table: 'series' | 'quarantine') => ({ store: stores.silver, path: tablePath(dataset.name, table) });
  const now = { nowMs: clock.nowMs() };
  const series = await ensureTable(location('series'), seriesSchemaWith(dataset.frequency, []), now);
  return { series, quarantine: location('quarantine'), ledger: await ledgerOfTable(series, dataset.name) };
}

/** What silver is asked to be: all of a bronze version but what is withdrawn. */
export interface AskedSilver {
  readonly bronzeVersion: number;
  /** The sha256 of each withdrawn delivery, ascending. */
  readonly withdrawn: readonly string[];
}

/**
 * Everything beside bronze that decides what silver holds: the data set's definition, the code that reads by it, and which deliveries are not
 * read. Where all are, it is what it was before any could be withdrawn.
 */
export function readingOf(
  { contract, frequency, shards }: Dataset,
  { withdrawn }: Pick<AskedSilver, 'withdrawn'>,
): string {
  const without = withdrawn.length === 0 ? [] : [withdrawn];
  return createHash('sha256')
    .update(JSON.stringify([READING_VERSION, LAYOUT_VERSION, readingContract(contract), frequency, shards, ...without]))
    .digest('hex')
    .slice(0, 16);
}
