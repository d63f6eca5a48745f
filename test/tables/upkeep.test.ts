import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localObjectStore } from '../../adapters/files/object-store.ts';
import type { ObjectStore } from '../../core/ports.ts';
import {
  appendRows,
  applyUpkeep,
  ensureTable,
  findTable,
  history,
  openTable,
  planUpkeep,
  replacePartitions,
  stageFiles,
  type TableLocation,
} from '../../tables/index.ts';
import { logFolder } from '../../tables/log/keys.ts';
import { around } from '../support/faulty-store.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { actionsAt, numbers, options, PARTITIONED, PLAIN, plainRows, storedNumbers, temporaryRoot } from './support.ts';

const root = temporaryRoot();
const DAY = 86_400_000;

/** A bucket that dates what it gets. */
class DatedStore extends MemoryStore {
  nowMs = 0;
  override put(key: string, body: string | Uint8Array): void {
    super.put(key, body, this.nowMs);
  }
}

interface Lived {
  readonly location: TableLocation;
  readonly store: DatedStore;
  /** Rows of every version, and until when it was the newest. */
  readonly versions: { rows: number[]; untilMs: number }[];
  /** What upkeep has promised so far: what was the newest before may be gone. */
  promisedMs: number;
}

type Act =
  | { readonly kind: 'replace' | 'stage'; readonly run: number; readonly n: number; readonly days: number }
  | { readonly kind: 'upkeep'; readonly keepDays: number; readonly days: number };

const days = fc.integer({ min: 0, max: 9 });
const write = fc.record({
  kind: fc.constantFrom('replace' as const, 'replace' as const, 'stage' as const),
  run: fc.integer({ min: 0, max: 2 }),
  // Few: names go by content, and the same rows come back.
  n: fc.integer({ min: 0, max: 3 }),
  days,
});
const upkeep = fc.record({ kind: fc.constant('upkeep' as const), keepDays: fc.integer({ min: 7, max: 40 }), days });
const acts: fc.Arbitrary<readonly Act[]> = fc.array(fc.oneof({ weight: 5, arbitrary: write }, upkeep), {
  minLength: 5,
  maxLength: 40,
});

async function begin(): Promise<Lived> {
  const store = new DatedStore('lake');
  const location = { store, path: 't' };
  await ensureTable(location, PARTITIONED, { nowMs: 0 });
  return { store, location, versions: [{ rows: [], untilMs: Infinity }], promisedMs: -Infinity };
}

async function live(lived: Lived, act: Act): Promise<void> {
  const { store, location, versions } = lived;
  store.nowMs += act.days * DAY;
  if (act.kind === 'stage') {
    const batch = numbers(100 + act.n);
    await stageFiles(location, PARTITIONED, [{ values: { run: `r${act.run}` }, batch }]);
  }
  if (act.kind === 'replace') {
    const change = [{ values: { run: `r${act.run}` }, batches: numbers(act.n) }];
    const { committed } = await replacePartitions(location, change, options(0));
    if (!committed) return;
    versions.at(-1)!.untilMs = store.nowMs;
    versions.push({ rows: await storedNumbers(location), untilMs: Infinity });
  }
  if (act.kind === 'upkeep') {
    const plan = await planUpkeep(location, { nowMs: store.nowMs, keepMs: act.keepDays * DAY });
    await applyUpkeep(location, plan, { nowMs: store.nowMs });
    lived.promisedMs = Math.max(lived.promisedMs, store.nowMs - act.keepDays * DAY);
    await checkVersions(lived);
  }
}

/** Younger ones have their rows; older ones have them, or the log shows them no more. */
async function checkVersions({ location, versions, promisedMs }: Lived): Promise<void> {
  for (const [version, { rows, untilMs }] of versions.entries()) {
    const opened = await openTable(location, version).catch((error: unknown) => error);
    if (untilMs <= promisedMs && opened instanceof Error) expect(opened).toMatchObject({ name: 'VersionVacuumed' });
    else expect([version, await storedNumbers(location, version)]).toEqual([version, rows]);
  }
}

describe('upkeep of a table', () => {
  it('takes nothing that a version younger than the retention names, whatever was replaced, staged, and came back', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (history) => {
        const lived = await begin();
        for (const act of history) await live(lived, act);
        await live(lived, { kind: 'upkeep', keepDays: 7, days: 8 });
      }),
      { numRuns: Number(process.env.UPKEEP_RUNS ?? 60) },
    );
  });

  it('leaves, a year on, what the newest version names, and one checkpoint and commit of it', async () => {
    const lived = await begin();
    for (let n = 0; n < 23; n += 1) await live(lived, { kind: 'replace', run: n % 2, n, days: 1 });
    await live(lived, { kind: 'stage', run: 0, n: 7, days: 0 });
    await live(lived, { kind: 'upkeep', keepDays: 30, days: 365 });
    const left = [...lived.store.objects.keys()].map((key) => key.replace(/part-.*/, 'part'));
    const entry = 't/_delta_log/00000000000000000023';
    expect(left.sort()).toEqual([
      `${entry}.checkpoint.parquet`,
      `${entry}.json`,
      't/_delta_log/_last_checkpoint',
      't/run=r0/part',
      't/run=r1/part',
    ]);
    expect(await storedNumbers(lived.location)).toEqual([21, 22]);
    expect((await history(lived.location)).map(({ version }) => version)).toEqual([23]);
    await live(lived, { kind: 'replace', run: 0, n: 50, days: 1 });
    expect(await storedNumbers(lived.location)).toEqual([21, 50]);
  });

  it('keeps a staged file for seven days, whatever the retention', async () => {
    const { store, location } = await begin();
    await stageFiles(location, PARTITIONED, [{ values: { run: 'r' }, batch: numbers(1) }]);
    store.nowMs = 6.9 * DAY;
    expect((await planUpkeep(location, { nowMs: store.nowMs, keepMs: DAY })).files).toEqual([]);
    store.nowMs = 7.1 * DAY;
    expect((await planUpkeep(location, { nowMs: store.nowMs, keepMs: DAY })).files).toHaveLength(1);
  });

  it('says which versions there are to who asks for one that is gone', async () => {
    const lived = await begin();
    for (let n = 0; n < 13; n += 1) await live(lived, { kind: 'replace', run: 0, n, days: 1 });
    await live(lived, { kind: 'upkeep', keepDays: 7, days: 1 });
    await expect(openTable(lived.location, 3)).rejects.toMatchObject({
      name: 'VersionVacuumed',
      evidence: { got: 3, allowed: 'versions 6 to 13' },
    });
    expect(await storedNumbers(lived.location, 6)).toEqual([5]);
    await expect(openTable(lived.location, 14)).rejects.toMatchObject({ name: 'ObjectNotFound' });
  });

  it('keeps a version that a record names, and those after it', async () => {
    const lived = await begin();
    for (let n = 0; n < 13; n += 1) await live(lived, { kind: 'replace', run: 0, n, days: 1 });
    const { store, location } = lived;
    store.nowMs += 99 * DAY;
    const plan = await planUpkeep(location, { nowMs: store.nowMs, keepMs: 8 * DAY, pinned: 4 });
    await applyUpkeep(location, plan, { nowMs: store.nowMs });
    await expect(openTable(location, 3)).rejects.toMatchObject({ name: 'VersionVacuumed' });
    expect(await storedNumbers(location, 4)).toEqual([3]);
  });

  it('moves no reader back to an older checkpoint than it knows', async () => {
    const lived = await begin();
    for (let n = 0; n < 25; n += 1) await live(lived, { kind: 'replace', run: 0, n, days: 1 });
    await live(lived, { kind: 'upkeep', keepDays: 10, days: 0 });
    const hint = await lived.store.read(`${logFolder(lived.location)}_last_checkpoint`);
    expect(JSON.parse(Buffer.from(hint).toString())).toMatchObject({ version: 20 });
  });

  it('never shows a version whose files are gone, wherever it is stopped', async () => {
    const make = async () => {
      const lived = await begin();
      for (let n = 0; n < 13; n += 1) await live(lived, { kind: 'replace', run: n % 2, n: n % 5, days: 2 });
      lived.store.nowMs += 10 * DAY;
      return lived;
    };
    const keepMs = 12 * DAY;
    let died = 0;
    for (let calls = 0; calls === died; calls += 1) {
      const lived = await make();
      let left = calls;
      const mortal: ObjectStore = around(lived.store, ({ isMutating, apply }) => {
        if (isMutating && (left -= 1) < 0) throw new Error('killed');
        return apply();
      });
      const { nowMs } = lived.store;
      const location = { ...lived.location, store: mortal };
      const plan = await planUpkeep(location, { nowMs, keepMs });
      expect([plan.log.length > 0, plan.files.length > 0]).toEqual([true, true]);
      await applyUpkeep(location, plan, { nowMs }).catch(() => void (died += 1));
      await checkVersions({ ...lived, promisedMs: nowMs - keepMs });
      await applyUpkeep(lived.location, plan, { nowMs });
      const hint = await lived.store.read(`${logFolder(lived.location)}_last_checkpoint`);
      expect(JSON.parse(Buffer.from(hint).toString()).version).toBeGreaterThanOrEqual(plan.oldestReadable);
      const again = await planUpkeep(lived.location, { nowMs, keepMs });
      expect([again.log, again.files]).toEqual([[], []]);
    }
    expect(died).toBeGreaterThan(15);
  });

  it('leaves a file that was staged again since it was listed', async () => {
    const store = localObjectStore(root, 'again');
    const location = { store, path: 't' };
    await ensureTable(location, PARTITIONED, { nowMs: 0 });
    const replace = (n: number) =>
      replacePartitions(location, [{ values: { run: 'a' }, batches: numbers(n) }], options(0));
    for (const n of [1, 2]) await replace(n);
    const nowMs = Date.now() + 30 * DAY;
    const plan = await planUpkeep(location, { nowMs, keepMs: 8 * DAY });
    expect(plan.files).toHaveLength(1);
    await replace(1);
    await applyUpkeep(location, plan, { nowMs });
    expect(await storedNumbers(location)).toEqual([1]);
  });

  it('lets a reader that listed the log before it was cleaned read what it is then', async () => {
    const lived = await begin();
    for (let n = 0; n < 8; n += 1) await live(lived, { kind: 'replace', run: 0, n, days: 9 });
    let isFirst = true;
    const { store } = lived;
    const overtaken = around(store, async ({ operation, apply }) => {
      const answer = await apply();
      if (operation !== 'list' || !isFirst) return answer;
      isFirst = false;
      const plan = await planUpkeep(lived.location, { nowMs: store.nowMs, keepMs: 8 * DAY });
      await applyUpkeep(lived.location, plan, { nowMs: store.nowMs });
      return answer;
    });
    expect((await findTable({ ...lived.location, store: overtaken }))?.version).toBe(8);
  });

  it('leaves what engines hide from each other, and what is no part of the table', async () => {
    const { store, location } = await begin();
    const others = ['t/_delta_log/00000000000000000000.crc', 't/_change_data/a.parquet', 't/.part.crc', 'tt/a.parquet'];
    for (const key of others) store.put(key, 'x');
    const plan = await planUpkeep(location, { nowMs: 99 * DAY, keepMs: DAY });
    expect([plan.log, plan.files]).toEqual([[], []]);
  });

  it('leaves a table with deletion vectors to the engine that wrote them', async () => {
    const { store, location } = await begin();
    await appendOther(location);
    store.nowMs = 99 * DAY;
    await expect(planUpkeep(location, { nowMs: 99 * DAY, keepMs: 99 * DAY })).rejects.toMatchObject({
      name: 'TableUnsupported',
    });
  });
});

async function appendOther(location: TableLocation): Promise<void> {
  const deletionVector = { storageType: 'u', pathOrInlineDv: 'x', sizeInBytes: 1, cardinality: 1 };
  const [{ commitInfo }] = await actionsAt(location, 0);
  const add = { path: 'a.parquet', partitionValues: { run: 'a' }, size: 1, modificationTime: 0, dataChange: true };
  const actions = [{ commitInfo }, { add: { ...add, deletionVector } }];
  const key = `${logFolder(location)}00000000000000000001.json`;
  await location.store.write(key, Buffer.from(actions.map((action) => JSON.stringify(action)).join('\n')));
}

describe('a version whose file is gone', () => {
  it('says so by name, where another engine has vacuumed the table', async () => {
    const location = { store: new MemoryStore('lake'), path: 'plain' };
    await ensureTable(location, PLAIN, { nowMs: 0 });
    await appendRows(location, plainRows(1), options(1));
    const [file] = (await openTable(location)).files;
    location.store.objects.delete(`plain/${file.path}`);
    await expect(storedNumbers(location)).rejects.toMatchObject({
      name: 'VersionVacuumed',
      evidence: { got: file.path },
    });
  });
});
