import { beforeEach, describe, expect, it } from '@jest/globals';
import type { MonitorState } from '../../core/contracts/monitoring.ts';
import { rememberAction, rememberRefused } from '../../core/monitor/state.ts';
import { readMonitorState, updateMonitorState } from '../../lake/monitor-state.ts';
import { readSetAside, updateSetAside } from '../../lake/set-aside.ts';
import { MemoryStore } from '../support/memory-store.ts';

const KEY = 'monitoring/w/state.json';
const REFUSED = { version: 3, reasons: ['too far away'] };
const SELECTED = { kind: 'select', asOf: '2024-05-31', version: 2 } as const;

const refused = (state: MonitorState) => rememberRefused(state, REFUSED);
const selected = (state: MonitorState) => rememberAction(state, SELECTED);

describe('the state of the monitor', () => {
  let store: MemoryStore;
  beforeEach(() => {
    store = new MemoryStore('artifacts');
  });

  /** Once, just before the next write. */
  function meanwhile(write: () => Promise<unknown>): void {
    store.beforeWrite = async () => {
      store.beforeWrite = () => undefined;
      await write();
    };
  }

  it.each([
    ['the first of all', false],
    ['a later one', true],
  ])('loses nothing where two remember at once: %s', async (_, isLater) => {
    if (isLater) store.put(KEY, JSON.stringify({ windows: [], actions: [] }));
    meanwhile(() => updateMonitorState(store, 'w', refused));
    const after = await updateMonitorState(store, 'w', selected);
    expect(after).toEqual({ windows: [], actions: [SELECTED], refused: REFUSED });
    expect(await readMonitorState(store, 'w')).toEqual(after);
  });

  it('loses no periods that are set aside either', async () => {
    const range = { start: '2024-05-01', end: '2024-05-07' };
    meanwhile(() => updateSetAside(store, 'w', (before) => ({ ...before, news: { version: 3, range } })));
    await updateSetAside(store, 'w', (before) => ({ ...before, setAside: [...before.setAside, range] }));
    expect(await readSetAside(store, 'w')).toEqual({ setAside: [range], news: { version: 3, range } });
  });

  it('is not written where nothing changes', async () => {
    store.beforeWrite = () => {
      throw new Error('written');
    };
    expect(await updateMonitorState(store, 'w', (state) => state)).toEqual({ windows: [], actions: [] });
  });

  it('is no race without an end', async () => {
    let others = 0;
    store.beforeWrite = () =>
      store.put(KEY, JSON.stringify({ windows: [], actions: [{ ...SELECTED, version: ++others }] }));
    await expect(updateMonitorState(store, 'w', refused)).rejects.toMatchObject({
      name: 'CommitConflict',
      message:
        "'monitoring/w/state.json' was changed by another writer each time that it was to be changed; got '20 lost races'; hint: start again; " +
        'where this stays so, look for what writes it without a pause',
    });
    expect(others).toBe(20);
  });
});
