import { tableKeys } from '../../../core/contracts/keys.ts';
import type { PlatformError } from '../../../core/contracts/errors.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { RULINGS, type RulingsInForce } from '../../../core/contracts/rulings.ts';
import { type Departure, knownDeliveriesSchema } from '../../../core/ingest/known-deliveries.ts';
import type { ObjectStore, Ports } from '../../../core/ports.ts';
import { periodsOfColumn } from '../../../core/series/ds-column.ts';
import type { LongColumns, Panel } from '../../../core/series/panel.ts';
import { doneVersion } from '../../../core/transform/silver-txn.ts';
import { countTakenBack, judgeTakenBack } from '../../../core/transform/taken-back.ts';
import { readJsonIfSound } from '../../../lake/json-object.ts';
import { readRows, type Snapshot } from '../../../tables/index.ts';
import type { SilverTables } from './silver.ts';

export interface Judging extends Pick<Ports, 'place'> {
  readonly dataset: Dataset;
  readonly tables: Pick<SilverTables, 'series' | 'ledger'>;
  readonly rulings: RulingsInForce;
  readonly bronze: ObjectStore;
  /** Which silver is asked to be brought up to. */
  readonly bronzeVersion: number;
}

/**
 * The error where a Delta table lost more than it may since silver was read last: judged is all that it lost by now, and who accepts the newest loss
 * accepts that. undefined where it is within the limit, or there is none.
 */
export async function judgeDeparture(panel: Panel, judging: Judging): Promise<PlatformError | undefined> {
  const { dataset, tables, place } = judging;
  const newest = await departureToJudge(judging);
  if (newest === undefined) return undefined;
  const before = await heldRows(tables.series, dataset.frequency);
  return judgeTakenBack(countTakenBack(before, panel), newest, { dataset, place });
}

/** The newest loss that silver has not seen and nobody has accepted, where there is a limit for it. */
export async function departureToJudge({
  dataset,
  tables,
  rulings,
  bronze,
  bronzeVersion,
}: Judging): Promise<Departure | undefined> {
  if (dataset.contract.deliveries.maxRestatedShare === null) return undefined;
  const known = await readJsonIfSound(bronze, tableKeys.deliveries(dataset.name), knownDeliveriesSchema);
  const done = doneVersion(tables.series.txns);
  const newest = known?.departures?.findLast(({ sequence }) => sequence >= done && sequence < bronzeVersion);
  return newest === undefined || rulings.get(newest.sha256)?.ruling === RULINGS.accept ? undefined : newest;
}

async function heldRows(table: Snapshot, frequency: Dataset['frequency']): Promise<LongColumns> {
  const uniqueId: string[] = [];
  const [ds, y] = [new Array<number>(), new Array<number>()];
  for await (const { rows, columns } of readRows(table, { columns: ['unique_id', 'ds', 'y'] })) {
    const periods = periodsOfColumn(frequency, columns.ds);
    for (let row = 0; row < rows; row++) {
      uniqueId.push(String(columns.unique_id[row]));
      ds.push(periods[row]);
      y.push(Number(columns.y[row]));
    }
  }
  return { uniqueId, ds: Int32Array.from(ds), y: Float64Array.from(y) };
}
