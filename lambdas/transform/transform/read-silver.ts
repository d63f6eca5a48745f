import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { Ports } from '../../../core/ports.ts';
import { seriesAt } from '../../../core/series/panel.ts';
import { OBSERVATION_COLUMNS } from '../../../core/transform/observations.ts';
import { readBronze } from '../../../core/transform/read-bronze.ts';
import { readBronzeRows } from '../../../lake/bronze-rows.ts';
import type { AskedSilver, Silver, SilverTables } from './silver.ts';
import { writeSilver } from './write-silver.ts';

/** Silver as the rows of a bronze version become it now. */
export async function readSilver(
  dataset: Dataset,
  tables: SilverTables,
  { bronzeVersion, withdrawn, stores, clock }: Pick<Ports, 'stores' | 'clock'> & AskedSilver,
): Promise<Silver> {
  const wanted = { version: bronzeVersion, columns: OBSERVATION_COLUMNS, withdrawn };
  const rows = await readBronzeRows(stores.bronze, dataset.name, wanted);
  const reading = readBronze(rows.read, dataset, rows.withdrawn);
  const { axis, quarantine, ledger } = reading;
  const { panel, phases } = reading.series;
  const series = panel.uniqueIds.map((_, index) => ({ ...seriesAt(panel, index), phase: phases[index] }));
  return {
    dataset,
    bronzeVersion,
    axis,
    lastPeriod: panel.ds.length === 0 ? undefined : panel.ds.reduce((latest, period) => Math.max(latest, period)),
    ledger,
    quarantine,
    seriesIn: () => Promise.resolve(series),
    keep: () => writeSilver(reading, tables, { dataset, bronzeVersion, withdrawn, nowMs: clock.nowMs() }),
  };
}
