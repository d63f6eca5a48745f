import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import { countAll, ledgerAxis } from '../../../core/transform/ledger.ts';
import { readSeriesState } from '../../../lake/series-state.ts';
import type { SilverLedger } from '../../../lake/silver-ledger.ts';
import { openTable, readRows, type TableLocation } from '../../../tables/index.ts';
import { type AskedSilver, readingOf, type Silver, type SilverTables } from './silver.ts';

const NO_ROWS: RowBatch = { rows: 0, columns: { reason: [], ds: [] } };

/**
 * Silver as its tables hold it, where the ledger says that they are what this bronze version became, read by this code under this contract and
 * without what is withdrawn. No row of bronze or of the series is read.
 */
export async function findSilver(
  dataset: Dataset,
  { series, quarantine, ledger }: SilverTables,
  asked: AskedSilver,
): Promise<Silver | undefined> {
  const { bronzeVersion } = asked;
  if (ledger?.bronzeVersion !== bronzeVersion || ledger.reading !== readingOf(dataset, asked)) return undefined;
  const present = ledger.fold && (await readSeriesState(series.location.store, dataset.name, ledger.fold.series));
  if (present === undefined) return undefined;
  return {
    dataset,
    bronzeVersion,
    axis: ledgerAxis(ledger, dataset.frequency),
    ledger,
    quarantine: await refusedRows(quarantine, ledger),
    present,
    beyondLimits: undefined,
    keepUnread: () => Promise.resolve(),
    keep: () => Promise.resolve({ silverVersion: series.version, quarantineVersion: ledger.quarantineVersion }),
  };
}

/** As the ledger's silver left them: the table is one file, in the order of arrival. */
export async function refusedRows(table: TableLocation, ledger: SilverLedger): Promise<RowBatch> {
  if (countAll(ledger).counts.quarantined === 0) return NO_ROWS;
  for await (const batch of readRows(await openTable(table, ledger.quarantineVersion))) return batch;
  return NO_ROWS;
}
