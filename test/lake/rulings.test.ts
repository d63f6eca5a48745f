import { describe, expect, it } from '@jest/globals';
import { type Ruling, withdrawnDeliveries } from '../../core/contracts/rulings.ts';
import { addRuling, allRulings, rulingsOn } from '../../lake/rulings.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { ruling } from '../support/rulings.ts';

const B = 'b'.repeat(64);

async function bronzeWith(...rulings: readonly Ruling[]): Promise<MemoryStore> {
  const bronze = new MemoryStore('bronze');
  for (const one of rulings) await addRuling(bronze, 'weather', () => one);
  return bronze;
}

async function keysOf(bronze: MemoryStore): Promise<readonly string[]> {
  return (await bronze.list('')).map(({ key }) => key);
}

describe('rulings on deliveries', () => {
  it('are numbered objects beside the table, and all of them are kept', async () => {
    const made = [ruling({}), ruling({ ruling: 'restore', runId: 'r2' })];
    const bronze = await bronzeWith(...made);
    expect(await keysOf(bronze)).toEqual(['weather/rulings/00000001.json', 'weather/rulings/00000002.json']);
    expect(await allRulings(bronze, 'weather')).toEqual(made);
  });

  it('are in force where none on the same delivery is newer', async () => {
    const again = ruling({ ruling: 'restore', runId: 'r3' });
    const other = ruling({ delivery: B, runId: 'r2' });
    const rulings = await rulingsOn(await bronzeWith(ruling({}), other, again), 'weather');
    expect([...rulings.values()]).toEqual([again, other]);
    expect(withdrawnDeliveries(rulings)).toEqual([B]);
  });

  it('are of one data set', async () => {
    const bronze = await bronzeWith(ruling({}));
    expect([...(await rulingsOn(bronze, 'weather-hourly'))]).toEqual([]);
  });

  it('are not written where the decision is that one says it already', async () => {
    const bronze = await bronzeWith(ruling({}));
    const found = await addRuling(bronze, 'weather', ([first]) => first);
    expect(found).toEqual(ruling({}));
    expect(await keysOf(bronze)).toHaveLength(1);
  });

  it('that lose a race are decided on anew, in the knowledge of the one that won', async () => {
    const bronze = new MemoryStore('bronze');
    const known: number[] = [];
    await addRuling(bronze, 'weather', (before) => {
      known.push(before.length);
      // Another writer comes in between reading and writing.
      if (known.length === 1) void bronze.create('weather/rulings/00000001.json', encoded(ruling({ runId: 'other' })));
      return ruling({ delivery: B });
    });
    expect(known).toEqual([0, 1]);
    expect((await allRulings(bronze, 'weather')).map(({ runId }) => runId)).toEqual(['other', 'r1']);
  });

  it('that a later release has made are read as far as this one knows them', async () => {
    const bronze = new MemoryStore('bronze');
    await bronze.write('weather/rulings/00000001.json', encoded({ ...ruling({}), until: '2027' }));
    expect(await allRulings(bronze, 'weather')).toEqual([ruling({})]);
  });
});

function encoded(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
