import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { Ports } from '../../../core/ports.ts';
import { seriesAt } from '../../../core/series/panel.ts';
import { OBSERVATION_COLUMNS } from '../../../core/transform/observations.ts';
import { readBronze } from '../../../core/transform/read-bronze.ts';
import { readBronzeRows } from '../../../lake/bronze-rows.ts';
import { writeUnread } from '../../../lake/delivery-figures.ts';
import type { Judging } from './judge-departure.ts';
import { judgeReading } from './judge-reading.ts';
import type { AskedSilver, Silver, SilverTables } from './silver.ts';
import { writeSilver } from './write-silver.ts';

/** Silver as the rows of a bronze version become it now. */
export async function readSilver(
  dataset: Dataset,
  tables: SilverTables,
  asked: AskedSilver & Pick<Judging, 'rulings' | 'place'> & Pick<Ports, 'stores' | 'clock'>,
): Promise<Silver> {
  const { bronzeVersion, withdrawn, rulings, place, stores, clock } = asked;
  const wanted = { version: bronzeVersion, columns: OBSERVATION_COLUMNS, withdrawn };
  const rows = await readBronzeRows(stores.bronze, dataset.name, wanted);
  const judging = { dataset, tables, rulings, place, bronze: stores.bronze, bronzeVersion };
  const reading = await judgeReading(readBronze(rows.read, dataset, rows.withdrawn), judging);
  const { axis, quarantine, ledger, unread, beyondLimits } = reading;
  const { panel, phases } = reading.series;
  const series = panel.uniqueIds.map((_, index) => ({ ...seriesAt(panel, index), phase: phases[index] }));
  return {
    dataset,
    bronzeVersion,
    axis,
    lastPeriod: panel.ds.length === 0 ? undefined : panel.ds.reduce((latest, period) => Math.max(latest, period)),
    ledger,
    quarantine,
    beyondLimits,
    seriesIn: () => Promise.resolve(series),
    keepUnread: () => writeUnread(stores.silver, dataset.name, unread),
    keep: () => writeSilver(reading, tables, { dataset, bronzeVersion, withdrawn, nowMs: clock.nowMs() }),
  };
}
