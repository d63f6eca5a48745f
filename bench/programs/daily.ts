/**
 * `daily.mjs TASK ROOT SERIES DAYS FILES`: `prepare` delivers a history of so many days in so many files, up to the day before the last one of a
 * quarter, and brings silver up to it. `day` delivers that last day and ingests and transforms it, `nothing` does so without anything new; each is a
 * process of its own, as a Lambda is. What the two steps cost is printed: CPU time, and every call to a bucket with its bytes.
 */
import type { ByteRange, ObjectStore } from '../../core/ports.ts';
import { formatPeriod, inferAxis } from '../../core/series/time-axis.ts';
import { watchedPorts } from '../../hosts/folder.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../lambdas/transform/transform.ts';
import type { StepCost } from '../data/step-cost.ts';
import { panelDataset } from '../data/panel-dataset.ts';
import { PANEL, panelId } from '../data/panel.ts';

const [task, root, ...numbers] = process.argv.slice(2);
const [series, days, files] = numbers.map(Number);

const cost = { cpuMs: 0, reads: 0, lists: 0, heads: 0, writes: 0, readBytes: 0, writtenBytes: 0 };
const dataset = panelDataset('aligned', 'harmonic');
const ports = watchedPorts(root, [dataset], counted);
const axis = inferAxis('day', 0);
const lastDay = PANEL.firstDay + PANEL.days - 1;

if (task === 'prepare') {
  for (let file = 0; file < files; file++) {
    const [from, to] = [file, file + 1].map((part) => lastDay - days + Math.round((part * days) / files));
    await deliver(from, to);
  }
} else if (task === 'day') await deliver(lastDay, lastDay + 1);
const costs = { ingest: noCost(), transform: noCost() };
const { bronzeVersion } = await costing('ingest', () => ingest({ dataset: dataset.name }, ports));
const { counts } = await costing('transform', () => transform({ dataset: dataset.name, bronzeVersion }, ports));
process.stdout.write(JSON.stringify({ ...costs, rows: counts.silver }));

/** A file with a row a series and day, from the first up to but not including the last. */
async function deliver(first: number, end: number): Promise<void> {
  const lines = ['unique_id,ds,y'];
  for (let index = 0; index < series; index++) {
    for (let day = first; day < end; day++)
      lines.push(`${panelId(index)},${formatPeriod(axis, day)},${valueAt(index, day)}`);
  }
  const key = `panel/${formatPeriod(axis, end - 1)}.csv`;
  await ports.stores.landing.write(key, new TextEncoder().encode(`${lines.join('\n')}\n`));
}

/** Two decimals that look like nothing that a compressor knows. */
function valueAt(index: number, day: number): number {
  return Math.round(1e4 * Math.abs(Math.sin(index * 12.9898 + day * 78.233))) / 100;
}

function noCost(): StepCost {
  return { ...cost, cpuMs: 0, reads: 0, lists: 0, heads: 0, writes: 0, readBytes: 0, writtenBytes: 0 };
}

async function costing<T>(step: keyof typeof costs, run: () => Promise<T>): Promise<T> {
  Object.assign(cost, noCost());
  const before = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(before);
  costs[step] = { ...cost, cpuMs: (user + system) / 1000 };
  return result;
}

/** The bucket, with every call and byte counted. */
function counted(store: ObjectStore): ObjectStore {
  const read = (bytes: Uint8Array): Uint8Array => {
    cost.readBytes += bytes.length;
    return bytes;
  };
  const write = (body: Uint8Array): Uint8Array => {
    cost.writes += 1;
    cost.writtenBytes += body.length;
    return body;
  };
  return {
    bucket: store.bucket,
    read: async (key: string, range?: ByteRange) => ((cost.reads += 1), read(await store.read(key, range))),
    readTagged: async (key) => {
      cost.reads += 1;
      const found = await store.readTagged(key);
      if (found !== undefined) read(found.body);
      return found;
    },
    write: (key, body) => store.write(key, write(body)),
    create: (key, body) => store.create(key, write(body)),
    replace: (key, body, tag) => store.replace(key, write(body), tag),
    list: (prefix, after) => ((cost.lists += 1), store.list(prefix, after)),
    head: (key) => ((cost.heads += 1), store.head(key)),
    remove: (object) => store.remove(object),
  };
}
