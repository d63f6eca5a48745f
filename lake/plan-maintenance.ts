import { tableKeys } from '../core/contracts/keys.ts';
import type { Maintenance, TableUpkeep } from '../core/contracts/maintenance.ts';
import { type TableName, tablePath, TABLES } from '../core/contracts/tables.ts';
import type { ObjectInfo, Stores } from '../core/ports.ts';
import { findTable, planUpkeep, type Retention, type TableLocation } from '../tables/index.ts';
import { readJsonIfSound } from './json-object.ts';
import { silverLedgerSchema } from './silver-ledger.ts';

/** What of a data set's tables and ledgers can go. */
export async function planMaintenance(
  stores: Pick<Stores, 'bronze' | 'silver' | 'gold'>,
  dataset: string,
  retention: Omit<Retention, 'pinned'>,
): Promise<Pick<Maintenance, 'tables' | 'ledgers'>> {
  const upkeepOf = async (table: TableName, pinned?: number): Promise<TableUpkeep | undefined> => {
    const location = locationOf(stores, dataset, table);
    if ((await findTable(location)) === undefined) return undefined;
    const { version, oldestReadable, storedBytes, liveBytes, ...going } = await planUpkeep(location, {
      ...retention,
      pinned,
    });
    const facts = { table, version, oldestReadable, storedBytes, liveBytes };
    return { ...facts, log: going.log.map(doomed), files: going.files.map(doomed) };
  };
  const series = await upkeepOf('series');
  const ledgers = await planLedgers(stores, dataset, { ...retention, since: series?.oldestReadable ?? 0 });
  const others: (TableUpkeep | undefined)[] = [];
  for (const table of OTHERS)
    others.push(await upkeepOf(table, table === 'quarantine' ? ledgers.quarantine : undefined));
  return { tables: [series, ...others].filter((one) => one !== undefined), ledgers: ledgers.doomed };
}

const OTHERS = (Object.keys(TABLES) as readonly TableName[]).filter((table) => table !== 'series');

export function locationOf(
  stores: Pick<Stores, 'bronze' | 'silver' | 'gold'>,
  dataset: string,
  table: TableName,
): TableLocation {
  return { store: stores[TABLES[table].layer], path: tablePath(dataset, table) };
}

interface Ledgers {
  readonly doomed: Maintenance['ledgers'];
  /** The oldest version of the quarantine table that a ledger names which stays. */
  readonly quarantine: number | undefined;
}

/** Ledgers go with the versions that they are of, what was known of the series with the last ledger that names it. */
async function planLedgers(
  { silver }: Pick<Stores, 'silver'>,
  dataset: string,
  { since, nowMs, keepMs }: Retention & { readonly since: number },
): Promise<Ledgers> {
  const objects = await silver.list(tableKeys.ledgers(dataset));
  const first = tableKeys.ledger(dataset, since);
  const states = objects.filter(({ key }) => key.startsWith(`${tableKeys.ledgers(dataset)}series-`));
  const ledgers = objects.filter((object) => !states.includes(object));
  const kept = await Promise.all(
    ledgers.filter(({ key }) => key >= first).map(({ key }) => readJsonIfSound(silver, key, silverLedgerSchema)),
  );
  const named = new Set(
    kept.flatMap((ledger) => (ledger?.fold === undefined ? [] : [tableKeys.seriesState(dataset, ledger.fold.series)])),
  );
  // One that no ledger names yet may be of a run that is under way.
  const isOld = ({ modifiedAtMs }: ObjectInfo) => modifiedAtMs < nowMs - keepMs;
  const quarantines = kept.flatMap((ledger) => ledger?.quarantineVersion ?? []);
  return {
    doomed: [
      ...ledgers.filter((object) => object.key < first && isOld(object)),
      ...states.filter((object) => !named.has(object.key) && isOld(object)),
    ].map(doomed),
    quarantine: quarantines.length === 0 ? undefined : Math.min(...quarantines),
  };
}

function doomed({ key, tag, sizeBytes }: ObjectInfo): Maintenance['ledgers'][number] {
  return { key, tag, sizeBytes };
}
