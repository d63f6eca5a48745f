import { describe, expect, it } from '@jest/globals';
import { deliveryMemory } from '../../lake/known-deliveries.ts';
import type { DataFile, Snapshot } from '../../tables/index.ts';
import { DAILY } from '../support/dataset.ts';
import { MemoryStore } from '../support/memory-store.ts';

const LISTED = { file: 'weather/a.csv', tag: 'e1', sizeBytes: 9, partition: {} };

/** Bronze with a data file whose rows are of the deliveries from `first` to `last`. */
function bronze(first: string, last: string): Snapshot {
  const stats = { rows: 2, min: { delivery: first, sequence: 4 }, max: { delivery: last, sequence: 5 }, nullCount: {} };
  const file: DataFile = { path: 'part-1.parquet', sizeBytes: 1, partitionValues: {}, stats };
  const location = { store: new MemoryStore('bronze'), path: 'weather/observations' };
  return { location, version: 6, schema: { columns: [], partitionBy: [] }, files: [file], txns: new Map() };
}

async function rememberedSequences(table: Snapshot, listed = LISTED, sequence?: number): Promise<unknown[]> {
  const memory = await deliveryMemory(DAILY, table, { deliveries: [listed] });
  memory.remember(listed, 'bb', sequence);
  await memory.keep();
  const kept = await table.location.store.readTagged('weather/deliveries.json');
  // What nobody knew before, and nobody knows now, is not written.
  if (kept === undefined) return [];
  const text = new TextDecoder().decode(kept.body);
  return (JSON.parse(text) as { deliveries: { sequence: number }[] }).deliveries.map((entry) => entry.sequence);
}

describe('what is known of deliveries', () => {
  it('is written where it is news, and where nothing is known any more', async () => {
    const table = bronze('bb', 'bb');
    const { store } = table.location;
    const first = await deliveryMemory(DAILY, table, { deliveries: [LISTED] });
    await first.keep();
    expect(await store.head('weather/deliveries.json')).toBeUndefined();
    first.remember(LISTED, 'bb');
    await first.keep();
    expect(await store.head('weather/deliveries.json')).toBeDefined();
    const emptied = await deliveryMemory(DAILY, table, { deliveries: [] });
    await emptied.keep();
    const { body } = (await store.readTagged('weather/deliveries.json'))!;
    expect(JSON.parse(new TextDecoder().decode(body))).toMatchObject({ deliveries: [] });
  });
});

describe('the sequence of a delivery', () => {
  it('is told by whoever has just added it', async () => {
    expect(await rememberedSequences(bronze('zz', 'zz'), LISTED, 7)).toEqual([7]);
  });

  it('is found in the statistics of its own file', async () => {
    expect(await rememberedSequences(bronze('bb', 'bb'))).toEqual([4]);
  });

  it.each([
    ['begins with its rows', 'bb', 'cc'],
    ['ends with its rows', 'aa', 'bb'],
  ])('is unknown, and so is the delivery, where it shares a file that %s', async (_, first, last) => {
    expect(await rememberedSequences(bronze(first, last))).toEqual([]);
  });
});
