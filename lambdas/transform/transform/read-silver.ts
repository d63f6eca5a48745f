import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { Ports } from '../../../core/ports.ts';
import { OBSERVATION_COLUMNS } from '../../../core/transform/observations.ts';
import { layoutOf } from '../../../core/transform/parts.ts';
import { readBronze } from '../../../core/transform/read-bronze.ts';
import { openBronze, rowsOfBronze } from '../../../lake/bronze-rows.ts';
import { writeUnread } from '../../../lake/delivery-figures.ts';
import type { Judging } from './judge-departure.ts';
import { judgeReading } from './judge-reading.ts';
import type { AskedSilver, Silver, SilverTables } from './silver.ts';
import { filledShards, writeSilver } from './write-silver.ts';

/** How silver is brought up to a bronze version. */
export interface AskedReading
  extends AskedSilver, Pick<Judging, 'rulings' | 'place'>, Pick<Ports, 'stores' | 'clock'> {}

/** Silver as the rows of a bronze version become it now. */
export async function readSilver(dataset: Dataset, tables: SilverTables, asked: AskedReading): Promise<Silver> {
  const { bronzeVersion, withdrawn, rulings, place, stores, clock } = asked;
  const bronze = await openBronze(stores.bronze, dataset.name, bronzeVersion);
  const rows = await rowsOfBronze(bronze, { columns: OBSERVATION_COLUMNS, withdrawn });
  const reading = readBronze(rows.read, dataset, rows.withdrawn);
  const judging = { dataset, tables, rulings, place, bronze: stores.bronze, bronzeVersion };
  const { deliveries, unread, beyondLimits } = await judgeReading(reading, judging);
  const { axis, quarantine, ledger, known } = reading;
  const layout = layoutOf(dataset.frequency, known);
  const replaced = { partitions: filledShards(tables.series), keep: [] };
  const change = { ...reading, deliveries, layout, replaced };
  return {
    dataset,
    bronzeVersion,
    axis,
    ledger,
    quarantine,
    present: known,
    beyondLimits,
    keepUnread: () => writeUnread(stores.silver, dataset.name, unread),
    keep: () => writeSilver(change, tables, { dataset, bronze, bronzeVersion, withdrawn, nowMs: clock.nowMs() }),
  };
}
