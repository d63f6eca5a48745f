import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { ColumnValues, RowBatch } from '../../../core/contracts/table-schema.ts';
import { arrivedRows, foldBronze, isFoldable } from '../../../core/transform/fold-bronze.ts';
import { OBSERVATION_COLUMNS } from '../../../core/transform/observations.ts';
import { layoutOf } from '../../../core/transform/parts.ts';
import { bronzeSince, openBronze, rowsOfBronze } from '../../../lake/bronze-rows.ts';
import { writeUnread } from '../../../lake/delivery-figures.ts';
import { touchedFiles } from '../../../lake/held-rows.ts';
import { readSeriesState } from '../../../lake/series-state.ts';
import { refusedRows } from './find-silver.ts';
import { departureToJudge } from './judge-departure.ts';
import { judgeTallies } from './judge-reading.ts';
import type { AskedReading } from './read-silver.ts';
import { type AskedSilver, readingOf, type Silver, type SilverTables } from './silver.ts';
import { writeSilver } from './write-silver.ts';

/**
 * Silver with what was delivered since, without reading again what it was made of; undefined where that cannot be known
 * (docs/decisions/0035-silver-is-folded-by-part.md), and it is to be read from bronze.
 */
export async function foldSilver(
  dataset: Dataset,
  tables: SilverTables,
  asked: AskedReading,
): Promise<Silver | undefined> {
  const { bronzeVersion, withdrawn, rulings, place, stores, clock } = asked;
  const former = await formerOf(dataset, tables, asked);
  if (former === undefined) return undefined;
  const judging = { dataset, tables, rulings, place, bronze: stores.bronze, bronzeVersion };
  const bronze = await openBronze(stores.bronze, dataset.name, bronzeVersion);
  const since = bronzeSince(bronze, former.read);
  // What a table lost is held against all that silver has.
  if (since === undefined || (await departureToJudge(judging)) !== undefined) return undefined;
  const rows = await rowsOfBronze(since, { columns: OBSERVATION_COLUMNS, withdrawn });
  const arrived = arrivedRows(rows, dataset, former);
  if (arrived === undefined) return undefined;
  const layout = layoutOf(dataset.frequency, former.known);
  const touched = touchedFiles(tables.series, arrived.observations, { shards: dataset.shards, layout });
  if (touched === undefined) return undefined;
  const reading = foldBronze(arrived, await touched.read(), { dataset, former });
  if (reading === undefined) return undefined;
  const judged = judgeTallies([...former.deliveries, ...reading.deliveries], judging);
  const quarantine = joined(await refusedRows(tables.quarantine, former.ledger), reading.quarantine);
  const change = { ...reading, quarantine, deliveries: judged.deliveries, layout, replaced: touched };
  const written = reading.quarantine.rows > 0 ? change : { ...change, quarantine: former.ledger.quarantineVersion };
  return {
    dataset,
    bronzeVersion,
    axis: reading.axis,
    ledger: reading.ledger,
    quarantine,
    present: reading.known,
    beyondLimits: judged.beyondLimits,
    keepUnread: () => writeUnread(stores.silver, dataset.name, judged.unread),
    keep: () => writeSilver(written, tables, { dataset, bronze, bronzeVersion, withdrawn, nowMs: clock.nowMs() }),
  };
}

/** What silver is made of so far, where the ledger of its tables tells enough to go on from it under the same reading. */
async function formerOf(dataset: Dataset, { series, ledger }: SilverTables, asked: AskedSilver) {
  const isSame =
    ledger !== undefined && ledger.reading === readingOf(dataset, asked) && ledger.bronzeVersion < asked.bronzeVersion;
  if (!isSame || !isFoldable(dataset)) return undefined;
  const { fold, deliveries } = ledger;
  if (fold === undefined || deliveries === undefined) return undefined;
  const known = await readSeriesState(series.location.store, dataset.name, fold.series);
  return known && { ledger, deliveries, known, read: fold };
}

/** The rows of both, one after the other. */
function joined(first: RowBatch, then: RowBatch): RowBatch {
  if (first.rows === 0) return then;
  if (then.rows === 0) return first;
  const names = Object.keys(then.columns);
  const columns = names.map((name) => [name, [...first.columns[name], ...then.columns[name]] as ColumnValues] as const);
  return { rows: first.rows + then.rows, columns: Object.fromEntries(columns) };
}
