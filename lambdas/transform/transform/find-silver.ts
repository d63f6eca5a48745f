import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import { seriesAt } from '../../../core/series/panel.ts';
import type { Series } from '../../../core/series/series.ts';
import { countAll } from '../../../core/transform/ledger.ts';
import { ledgerOfTable, type SilverLedger } from '../../../lake/silver-ledger.ts';
import { ownPhases } from '../../../lake/own-phases.ts';
import { silverPanels } from '../../../lake/silver-panels.ts';
import { type SilverTable, silverTableOf } from '../../../lake/silver-table.ts';
import { openTable, readRows, type Snapshot } from '../../../tables/index.ts';
import { type AskedSilver, readingOf, type Silver, type SilverTables } from './silver.ts';

const NO_ROWS: RowBatch = { rows: 0, columns: { reason: [], ds: [] } };

/**
 * Silver as its tables hold it, where the ledger says that they are what this bronze version became, read by this code under this contract and
 * without what is withdrawn. Nothing is parsed again.
 */
export async function findSilver(
  dataset: Dataset,
  { series, quarantine }: SilverTables,
  asked: AskedSilver,
): Promise<Silver | undefined> {
  const { bronzeVersion } = asked;
  const ledger = await ledgerOfTable(series, dataset.name);
  if (ledger?.bronzeVersion !== bronzeVersion || ledger.reading !== readingOf(dataset, asked)) return undefined;
  const table = await silverTableOf(series, dataset);
  return {
    dataset,
    bronzeVersion,
    axis: table.axis,
    lastPeriod: table.span.last,
    ledger,
    quarantine: await refusedRows(quarantine, ledger),
    beyondLimits: undefined,
    seriesIn: (range) => seriesOf(table, range),
    keepUnread: () => Promise.resolve(),
    keep: () => Promise.resolve({ silverVersion: series.version, quarantineVersion: ledger.quarantineVersion }),
  };
}

/** The table is one file, in the order of arrival. */
async function refusedRows(table: Snapshot, ledger: SilverLedger): Promise<RowBatch> {
  if (countAll(ledger).counts.quarantined === 0) return NO_ROWS;
  const version = ledger.quarantineVersion;
  const snapshot = table.version === version ? table : await openTable(table.location, version);
  for await (const batch of readRows(snapshot)) return batch;
  return NO_ROWS;
}

async function seriesOf(table: SilverTable, range: DateRange): Promise<readonly Series[]> {
  const series: Series[] = [];
  const phases = await ownPhases(table);
  for await (const panel of silverPanels(table, range)) {
    panel.uniqueIds.forEach((uniqueId, index) => {
      series.push({ ...seriesAt(panel, index), phase: phases.get(uniqueId) ?? table.axis.phase });
    });
  }
  return series.sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
}
