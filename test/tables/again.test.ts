import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  appendRows,
  commitFiles,
  ensureTable,
  openTable,
  replacePartitions,
  type CommitResult,
  type TableLocation,
} from '../../tables/index.ts';
import { loadState, type LogState } from '../../tables/log/state.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { numbers, options, PARTITIONED, storedNumbers } from './support.ts';

async function newTable(): Promise<TableLocation & { readonly store: MemoryStore }> {
  const location = { store: new MemoryStore('lake'), path: 't' };
  await ensureTable(location, PARTITIONED, { nowMs: 0 });
  return location;
}

const replaceRun = (location: TableLocation, run: string, n: readonly number[], nowMs = 0): Promise<CommitResult> =>
  replacePartitions(location, [{ values: { run }, batches: n.map((value) => numbers(value)) }], options(nowMs));

async function stateOf(location: TableLocation, version?: number): Promise<LogState> {
  const state = await loadState(location, version);
  if (state === undefined) throw new Error('no table');
  return state;
}

const keys = (map: ReadonlyMap<string, unknown>): string[] => [...map.keys()];
const ONE = 'run=a/part-f54883f814345ed6.parquet';
const TWO = 'run=a/part-9a0f7335fd117f5e.parquet';

describe('a file that was removed and comes back', () => {
  it('is dead between, and alive and no garbage afterwards', async () => {
    const location = await newTable();
    for (const [i, n] of [1, 2, 1].entries()) await replaceRun(location, 'a', [n], 100 * i);
    const states = await Promise.all([1, 2, 3].map((version) => stateOf(location, version)));
    expect(states.map(({ files }) => keys(files))).toEqual([[ONE], [TWO], [ONE]]);
    expect(states.map(({ tombstones }) => keys(tombstones))).toEqual([[], [ONE], [TWO]]);
    expect(states[1].tombstones.get(ONE)).toMatchObject({ deletionTimestamp: 100, dataChange: true });
    expect(await Promise.all([1, 2, 3].map((version) => storedNumbers(location, version)))).toEqual([[1], [2], [1]]);
  });

  it('does so across checkpoints: dead in the one before, alive in the one after', async () => {
    const location = await newTable();
    await replaceRun(location, 'a', [1]);
    for (let n = 2; n <= 11; n += 1) await replaceRun(location, 'a', [n]);
    await replaceRun(location, 'a', [1]);
    const between = await stateOf(location, 11);
    expect([between.checkpoint, between.tombstones.has(ONE), between.files.has(ONE)]).toEqual([10, true, false]);
    const back = await stateOf(location);
    expect([back.checkpoint, back.tombstones.has(ONE), keys(back.files)]).toEqual([10, false, [ONE]]);

    for (let n = 1; n <= 9; n += 1) await replaceRun(location, 'b', [n]);
    const after = await stateOf(location);
    expect([after.checkpoint, after.tombstones.has(ONE), after.files.has(ONE)]).toEqual([20, false, true]);
    expect(await storedNumbers(location)).toEqual([1, 9]);
    expect(await storedNumbers(location, 11)).toEqual([11]);
  });
});

describe('the same rows twice', () => {
  it('are two files of one append, and four after the next', async () => {
    const location = await newTable();
    const same = { rows: 1, columns: { run: ['a'], n: [1] } };
    await appendRows(location, [same, same], options(1));
    expect(keys((await stateOf(location)).files)).toEqual([ONE, ONE.replace('.', '-2.')]);
    const written: string[] = [];
    location.store.beforeWrite = (key) => void written.push(key);
    await appendRows(location, { rows: 1, columns: { run: ['b'], n: [1] } }, options(2));
    expect(written).toEqual([`t/${ONE.replace('=a', '=b')}`, 't/_delta_log/00000000000000000002.json']);
    await replaceRun(location, 'b', []);
    await appendRows(location, [same, same], options(2));
    expect(await storedNumbers(location)).toEqual([1, 1, 1, 1]);
    expect((await openTable(location)).files).toHaveLength(4);
  });

  it('are two files of one replacement, which done again changes nothing', async () => {
    const location = await newTable();
    expect(await replaceRun(location, 'a', [1, 1])).toEqual({ version: 1, committed: true });
    expect(await replaceRun(location, 'a', [1, 1])).toEqual({ version: 1, committed: false });
    expect(await storedNumbers(location)).toEqual([1, 1]);
    await replaceRun(location, 'a', [1]);
    expect(await storedNumbers(location)).toEqual([1]);
  });

  it('are refused as two files of one name: the object holds one of them', async () => {
    const location = await newTable();
    await replaceRun(location, 'a', [1]);
    const [{ path, sizeBytes, stats }] = (await openTable(location)).files;
    const file = { path, sizeBytes, partitionValues: { run: 'a' }, stats: stats! };
    await replaceRun(location, 'a', []);
    const twice = commitFiles(location, { files: [file, { ...file }], replace: [] }, options(3));
    await expect(twice).rejects.toMatchObject({
      name: 'TableCorrupt',
      message: expect.stringContaining(`named twice; got '${ONE}'`),
    });
    expect((await openTable(location)).version).toBe(2);
  });

  it('are never lost or doubled, whatever is appended and replaced in whatever order', async () => {
    const value = fc.integer({ min: 1, max: 3 });
    const step = fc.record({
      kind: fc.constantFrom('append', 'replace'),
      run: fc.constantFrom('a', 'b'),
      n: fc.array(value, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const location = await newTable();
        const wanted = new Map<string, number[]>();
        const versions: { readonly version: number; readonly rows: readonly number[] }[] = [];
        for (const { kind, run, n } of steps) {
          const batches = n.map((one) => ({ rows: 1, columns: { run: [run], n: [one] } }));
          const done = kind === 'append' ? appendRows(location, batches, options(1)) : replaceRun(location, run, n);
          wanted.set(run, kind === 'append' ? [...(wanted.get(run) ?? []), ...n] : n);
          versions.push({ version: (await done).version, rows: [...wanted.values()].flat().sort() });
        }
        for (const { version, rows } of versions) expect(await storedNumbers(location, version)).toEqual(rows);
      }),
      { numRuns: 25, seed: 8 },
    );
  });
});
