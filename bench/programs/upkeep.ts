/**
 * `upkeep.mjs TASK ROOT ...`. `open`: what a table costs that is opened after 10, 100 and 1,000 commits, each time by somebody who never saw it before.
 * `live SERIES DAYS KEEP`: a delivery a day is ingested and transformed for so many simulated days; each thirtieth day, what no version needs that
 * was the newest one within the days to keep is deleted. Printed is what is stored, and what of it a readable version names.
 */
import type { ObjectInfo, ObjectStore } from '../../core/ports.ts';
import { formatPeriod, inferAxis } from '../../core/series/time-axis.ts';
import type { TableSchema } from '../../core/contracts/table-schema.ts';
import { folderStore, watchedPorts } from '../../hosts/folder.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { run as maintain } from '../../lambdas/maintain/maintain.ts';
import { run as transform } from '../../lambdas/transform/transform.ts';
import { appendRows, ensureTable, openTable, replacePartitions, type TableLocation } from '../../tables/index.ts';
import { panelDataset } from '../data/panel-dataset.ts';
import { PANEL, panelId } from '../data/panel.ts';

const DAY_MS = 86_400_000;
/** So that what the clock of the process does is a small part of it. */
const OPENINGS = 40;
const COMMITS = [10, 100, 1000];
const SCHEMA: TableSchema = {
  columns: [
    { name: 'shard', type: 'long', nullable: false },
    { name: 'n', type: 'long', nullable: false },
  ],
  partitionBy: ['shard'],
};

const [task, root, ...numbers] = process.argv.slice(2);
const result = task === 'open' ? await open() : await live(numbers.map(Number));
process.stdout.write(JSON.stringify(result));

async function open() {
  const replaced = await openings('replaced', (location, n) => {
    const shard = n % 8;
    return replacePartitions(location, [{ values: { shard }, batches: rowOf(shard, n) }], {
      step: 'bench',
      nowMs: n * DAY_MS,
    });
  });
  const appended = await openings('appended', (location, n) =>
    appendRows(location, rowOf(0, n), {
      step: 'bench',
      nowMs: n * DAY_MS,
      txn: { appId: `delivery-${n}`, version: 1 },
    }),
  );
  return { replaced, appended };
}

function rowOf(shard: number, n: number) {
  return { rows: 1, columns: { shard: [shard], n: [n] } };
}

async function openings(path: string, commit: (location: TableLocation, n: number) => Promise<unknown>) {
  const location = { store: folderStore(root), path };
  await ensureTable(location, SCHEMA, { nowMs: 0 });
  const costs = [];
  let done = 0;
  for (const commits of COMMITS) {
    for (; done < commits; done++) await commit(location, done);
    // What compiles does so before.
    await opening(location);
    const found = [];
    for (let i = 0; i < OPENINGS; i++) found.push(await opening(location));
    costs.push({
      commits,
      listed: found[0].listed,
      reads: found[0].reads,
      cpuMs: medianOf(found.map(({ cpuMs }) => cpuMs)),
    });
  }
  return costs;
}

/** By a store of its own: what was parsed before is remembered by the store. */
async function opening({ store, path }: TableLocation) {
  const cost = { listed: 0, reads: 0 };
  const counted: ObjectStore = {
    ...store,
    read: (...args) => ((cost.reads += 1), store.read(...args)),
    readTagged: (...args) => ((cost.reads += 1), store.readTagged(...args)),
    async list(...args) {
      const found = await store.list(...args);
      cost.listed += found.length;
      return found;
    },
  };
  const before = process.cpuUsage();
  await openTable({ store: counted, path });
  const { user, system } = process.cpuUsage(before);
  return { ...cost, cpuMs: (user + system) / 1000 };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

async function live([series, days, keepVersionsDays]: readonly number[]) {
  const dataset = { ...panelDataset('aligned', 'harmonic'), shards: 1 };
  const axis = inferAxis('day', 0);
  const began = (PANEL.firstDay + 1) * DAY_MS;
  let nowMs = began;
  const ports = {
    ...watchedPorts(root, [dataset], (store) => dated(store, () => nowMs)),
    clock: { nowMs: () => nowMs },
  };
  let deleted = 0;
  for (let day = 1; day <= days; day++) {
    nowMs = began + day * DAY_MS;
    const date = formatPeriod(axis, PANEL.firstDay + day);
    const lines = Array.from({ length: series }, (_, index) => `${panelId(index)},${date},${valueAt(index, day)}`);
    await ports.stores.landing.write(`panel/${date}.csv`, Buffer.from(`unique_id,ds,y\n${lines.join('\n')}\n`));
    const { bronzeVersion } = await ingest({ dataset: dataset.name }, ports);
    await transform({ dataset: dataset.name, bronzeVersion }, ports);
    if (day % 30 !== 0 && day !== days) continue;
    const done = await maintain({ dataset: dataset.name, runId: `day-${day}`, dryRun: false, keepVersionsDays }, ports);
    deleted += done.bytes;
  }
  const stores = [ports.stores.bronze, ports.stores.silver];
  const listed = (await Promise.all(stores.map((store) => store.list('')))).flat();
  const left = await maintain({ dataset: dataset.name, runId: 'left', dryRun: true, keepVersionsDays: 0 }, ports);
  return {
    stored: bytesOf(listed),
    log: bytesOf(listed.filter(({ key }) => key.includes('/_delta_log/'))),
    newest: left.tables.reduce((bytes, { liveBytes }) => bytes + liveBytes, 0),
    deleted,
  };
}

/** Objects are as old as the simulated day on which they came. */
function dated(store: ObjectStore, now: () => number): ObjectStore {
  const written = new Map<string, number>();
  const came = (key: string): void => void written.set(key, now());
  const datedInfo = (info: ObjectInfo): ObjectInfo => ({ ...info, modifiedAtMs: written.get(info.key) ?? 0 });
  return {
    ...store,
    write: async (key, body) => (came(key), store.write(key, body)),
    async create(key, body) {
      const isCreated = await store.create(key, body);
      if (isCreated) came(key);
      return isCreated;
    },
    async replace(key, body, tag) {
      const isReplaced = await store.replace(key, body, tag);
      if (isReplaced) came(key);
      return isReplaced;
    },
    list: async (...args) => (await store.list(...args)).map(datedInfo),
    async head(key) {
      const found = await store.head(key);
      return found && datedInfo(found);
    },
  };
}

function bytesOf(objects: readonly ObjectInfo[]): number {
  return objects.reduce((bytes, { sizeBytes }) => bytes + sizeBytes, 0);
}

/** Two decimals that look like nothing that a compressor knows. */
function valueAt(index: number, day: number): number {
  return Math.round(1e4 * Math.abs(Math.sin(index * 12.9898 + day * 78.233))) / 100;
}
