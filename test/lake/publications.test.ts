import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Publication } from '../../core/contracts/publication.ts';
import { newestPublication, readPublications, recordPublication } from '../../lake/publications.ts';
import { MemoryStore } from '../support/memory-store.ts';

function published(runId: string): Publication {
  return { runId, modelVersion: 1, range: { start: '2024-05-01', end: '2024-05-31' } };
}

describe('the publications of a data set', () => {
  let store: MemoryStore;
  beforeEach(() => {
    store = new MemoryStore('artifacts');
  });

  it('are kept in the order in which they were made', async () => {
    await recordPublication(store, 'w', published('a'));
    await recordPublication(store, 'w', published('b'));
    expect(await readPublications(store, 'w')).toEqual([published('a'), published('b')]);
    expect(await newestPublication(store, 'w')).toEqual(published('b'));
    expect([...store.objects.keys()]).toEqual(['runs/w/publications.json']);
  });

  it.each([
    ['the first of all', []],
    ['a later one', ['before']],
  ])('lose none where two runs publish at once: %s', async (_, before) => {
    for (const runId of before) await recordPublication(store, 'w', published(runId));
    store.beforeWrite = async () => {
      store.beforeWrite = () => undefined;
      await recordPublication(store, 'w', published('faster'));
    };
    await recordPublication(store, 'w', published('slower'));
    const runs = (await readPublications(store, 'w')).map(({ runId }) => runId);
    expect(runs).toEqual([...before, 'faster', 'slower']);
  });

  it('are not there before the first, nor where they were lost: a forecast makes them again', async () => {
    await expect(readPublications(store, 'w')).rejects.toMatchObject({
      name: 'ObjectNotFound',
      message:
        "no forecasts of 'w' are known to be in force: the list of what was published is not there; got 's3://artifacts/runs/w/publications.json'; " +
        'hint: start the forecast state machine with {"dataset":"w","modelVersion":"production"}: what it publishes is in force, and looks go on from ' +
        'there; where the list was lost, its last object version has what was published before',
    });
    await recordPublication(store, 'w', published('a'));
    expect(await readPublications(store, 'w')).toEqual([published('a')]);
  });
});
