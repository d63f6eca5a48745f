import type { Dataset } from '../../../core/contracts/dataset.ts';
import { RULINGS, type RulingsInForce } from '../../../core/contracts/rulings.ts';
import type { RowBatch } from '../../../core/contracts/table-schema.ts';
import { tablePath } from '../../../core/contracts/tables.ts';
import type { Ports } from '../../../core/ports.ts';
import { seriesAt } from '../../../core/series/panel.ts';
import { judgeDeliveries } from '../../../core/transform/judge-deliveries.ts';
import { OBSERVATION_COLUMNS } from '../../../core/transform/observations.ts';
import { readBronze } from '../../../core/transform/read-bronze.ts';
import { withUsualRows } from '../../../core/transform/usual-rows.ts';
import { writeUnread } from '../../../lake/delivery-figures.ts';
import { openTable, readRows, type TableLocation } from '../../../tables/index.ts';
import { heldDeliveries } from './held-deliveries.ts';
import type { Silver, SilverTables } from './silver.ts';
import { writeSilver } from './write-silver.ts';

interface Asked extends Pick<Ports, 'stores' | 'clock' | 'place'> {
  readonly bronzeVersion: number;
  readonly rulings: RulingsInForce;
}

/** Silver as all rows of a bronze version become it now. */
export async function readSilver(
  dataset: Dataset,
  tables: SilverTables,
  { bronzeVersion, rulings, stores, clock, place }: Asked,
): Promise<Silver> {
  const bronze = { store: stores.bronze, path: tablePath(dataset.name, 'observations') };
  const reading = readBronze(await rowsOf(bronze, bronzeVersion), dataset);
  const { axis, quarantine, ledger } = reading;
  const isAccepted = (delivery: string) => rulings.get(delivery)?.ruling === RULINGS.accept;
  const isHeld = await heldDeliveries(dataset, tables);
  const deliveries = withUsualRows(reading.deliveries, isAccepted);
  const { panel, phases } = reading.series;
  const series = panel.uniqueIds.map((_, index) => ({ ...seriesAt(panel, index), phase: phases[index] }));
  return {
    dataset,
    bronzeVersion,
    axis,
    lastPeriod: panel.ds.length === 0 ? undefined : panel.ds.reduce((latest, period) => Math.max(latest, period)),
    ledger,
    quarantine,
    beyondLimits: judgeDeliveries(deliveries, { dataset, isHeld, isAccepted, place }),
    seriesIn: () => Promise.resolve(series),
    keepUnread: () =>
      writeUnread(
        stores.silver,
        dataset.name,
        deliveries.filter((figures) => !isHeld(figures)),
      ),
    keep: () => writeSilver({ ...reading, deliveries }, tables, { dataset, bronzeVersion, nowMs: clock.nowMs() }),
  };
}

async function rowsOf(location: TableLocation, version: number): Promise<readonly RowBatch[]> {
  const batches: RowBatch[] = [];
  for await (const batch of readRows(await openTable(location, version), { columns: OBSERVATION_COLUMNS })) {
    batches.push(batch);
  }
  return batches;
}
