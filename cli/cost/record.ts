import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RecordedUsage, recordedUsageSchema, type Usage } from '../../core/cost/usage.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { weather } from '../../datasets/weather.ts';
import { watchedPorts } from '../../hosts/folder.ts';
import { createPlatform } from '../../local/platform/platform.ts';
import { definitionsOf } from '../definitions/definitions-of.ts';
import { writeDemoData } from '../demo/demo-data.ts';
import { RunFailed } from '../errors.ts';
import { keptExecutionSchema, type KeptExecution, usageByMachine } from './count-usage.ts';

const USAGE_FILE = fileURLToPath(new URL('usage.json', import.meta.url));
const SERIES = 4;
const COPIES = 10;

/** Replays the demo, and ten copies of it, through prod's machines, and writes what they use. */
export async function recordUsage(): Promise<RecordedUsage> {
  const recorded = [];
  for (const copies of [1, COPIES]) {
    process.stderr.write(`Counting what a run of ${SERIES * copies} series uses ...\n`);
    recorded.push(await usageOf(copies));
  }
  await writeFile(USAGE_FILE, `${JSON.stringify(recorded, null, 2)}\n`);
  return recordedUsageSchema.parse(recorded);
}

/** @throws RunFailed */
export async function usageOf(copies: number): Promise<Usage> {
  const root = await mkdtemp(join(tmpdir(), 'cost-'));
  try {
    await deliver(join(root, 'landing', weather.source.prefix), copies);
    const requests = { writes: 0, reads: 0, bytes: 0 };
    const platform = await createPlatform({
      root,
      ports: watchedPorts(root, [weather], (store) => counting(store, requests)),
      definitions: await definitionsOf('prod'),
      seed: weather.seed,
      approvals: 'automatic',
      onEvent: () => undefined,
    });
    const { execution } = await platform.run('replay', 'replay', { dataset: weather.name, policy: 'gates' });
    if (execution.status !== 'SUCCEEDED') throw new RunFailed('ReplayFailed', `${execution.error}: ${execution.cause}`);
    const asked = { ...requests };
    // What a replay does not start.
    const maintained = await platform.run('maintain', 'maintain', { dataset: weather.name });
    if (maintained.execution.status !== 'SUCCEEDED') {
      throw new RunFailed('MaintainFailed', `${maintained.execution.error}: ${maintained.execution.cause}`);
    }
    const machines = usageByMachine(await keptExecutions(join(root, 'executions')));
    const { functions, train, forecast } = machines.replay;
    const tasks = functions.count + train.count + forecast.count;
    const each = (count: number) => Number((count / tasks).toPrecision(6));
    return {
      series: SERIES * copies,
      machines,
      requestsPerTask: { writes: each(asked.writes), reads: each(asked.reads) },
      bytesPerTask: each(asked.bytes),
    };
  } finally {
    await rm(root, { recursive: true });
  }
}

async function deliver(path: string, copies: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeDemoData(path);
  if (copies === 1) return;
  const [header, ...rows] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const all = Array.from({ length: copies }, (_, copy) => rows.map((row) => `copy ${copy} of ${row}`));
  await writeFile(path, `${[header, ...all.flat()].join('\n')}\n`);
}

/** S3 bills listings as writes. */
function counting(store: ObjectStore, requests: { writes: number; reads: number; bytes: number }): ObjectStore {
  const wrote = <T>(body: Uint8Array, result: T): T => {
    requests.writes++;
    requests.bytes += body.length;
    return result;
  };
  const read = <T>(result: T): T => {
    requests.reads++;
    return result;
  };
  return {
    bucket: store.bucket,
    read: (key, range) => read(store.read(key, range)),
    readTagged: (key) => read(store.readTagged(key)),
    head: (key) => read(store.head(key)),
    write: (key, body) => wrote(body, store.write(key, body)),
    create: (key, body) => wrote(body, store.create(key, body)),
    replace: (key, body, tag) => wrote(body, store.replace(key, body, tag)),
    list: (prefix, after) => wrote(new Uint8Array(), store.list(prefix, after)),
    // Deletes cost nothing.
    remove: (object) => store.remove(object),
  };
}

async function keptExecutions(folder: string): Promise<readonly KeptExecution[]> {
  const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (path) => {
      const text = await readFile(join(folder, path), 'utf8');
      return {
        ...keptExecutionSchema.parse(JSON.parse(text)),
        machine: basename(dirname(path)),
        bytes: Buffer.byteLength(text),
      };
    }),
  );
}
