import { describe, expect, it } from '@jest/globals';
import { appendRows, ensureTable, openTable, planFiles } from '../../tables/index.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { options, PLAIN, plainRows } from './support.ts';

const LOG = 't/_delta_log/';
const TEN = `${LOG}${'10'.padStart(20, '0')}.checkpoint`;
const UUID = '792dce28-c2cd-408f-90e5-be901db2e079';
const SIDECAR = '00000000000000000010.checkpoint.0000000001.0000000001.x.parquet';

/** A log that begins behind the checkpoint of version 10, which `replaced` puts there in another form. */
async function cleaned(replaced: (store: MemoryStore, checkpoint: Uint8Array) => void): Promise<MemoryStore> {
  const store = new MemoryStore('lake');
  const location = { store, path: 't' };
  await ensureTable(location, PLAIN, { nowMs: 0 });
  for (let n = 1; n <= 11; n += 1) await appendRows(location, plainRows(n), options(n));
  const { body } = store.objects.get(`${TEN}.parquet`)!;
  for (const key of [...store.objects.keys()])
    if (key.startsWith(LOG) && !key.endsWith('11.json')) store.objects.delete(key);
  replaced(store, body);
  return store;
}

const filesOf = async (store: MemoryStore) => planFiles(await openTable({ store, path: 't' })).length;
const json = (...actions: readonly object[]) => actions.map((action) => JSON.stringify(action)).join('\n');

describe('a log that was cleaned up to a checkpoint', () => {
  it.each<[string, (store: MemoryStore, checkpoint: Uint8Array) => void]>([
    ['in one part', (store, bytes) => store.put(`${TEN}.parquet`, bytes)],
    [
      'in two parts',
      (store, bytes) => {
        store.put(`${TEN}.0000000001.0000000002.parquet`, bytes);
        store.put(`${TEN}.0000000002.0000000002.parquet`, bytes);
      },
    ],
    ['of the second kind', (store, bytes) => store.put(`${TEN}.${UUID}.parquet`, bytes)],
    [
      'of the second kind, with its actions beside it',
      (store, bytes) => {
        store.put(
          `${TEN}.${UUID}.json`,
          json({ checkpointMetadata: { version: 10 } }, { sidecar: { path: SIDECAR, sizeInBytes: 1 } }),
        );
        store.put(`${LOG}_sidecars/${SIDECAR}`, bytes);
      },
    ],
  ])('%s is read', async (_, replaced) => {
    expect(await filesOf(await cleaned(replaced))).toBe(11);
  });

  it('that is whole is read, whatever part of another one stands beside it', async () => {
    const store = await cleaned((log, bytes) => {
      log.put(`${TEN}.0000000002.0000000002.parquet`, 'PAR1');
      log.put(`${TEN}.${UUID}.parquet`, bytes);
    });
    expect(await filesOf(store)).toBe(11);
  });

  it('that lacks a part is refused', async () => {
    const store = await cleaned((log, bytes) => log.put(`${TEN}.0000000002.0000000002.parquet`, bytes));
    await expect(filesOf(store)).rejects.toMatchObject({
      name: 'TableCorrupt',
      message: expect.stringContaining('lacks version 0'),
    });
  });

  it('that has a part elsewhere is refused', async () => {
    const store = await cleaned((log) => log.put(`${TEN}.${UUID}.json`, json({ sidecar: { path: 's3://other/x' } })));
    await expect(filesOf(store)).rejects.toMatchObject({
      name: 'TableUnsupported',
      message: expect.stringContaining('outside of the log'),
    });
  });

  it('that is no Parquet is refused', async () => {
    const store = await cleaned((log) => log.put(`${TEN}.parquet`, 'PAR1'));
    await expect(filesOf(store)).rejects.toMatchObject({
      name: 'TableCorrupt',
      message: expect.stringContaining('a checkpoint of the log cannot be read'),
    });
  });
});
