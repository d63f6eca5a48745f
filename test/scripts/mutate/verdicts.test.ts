import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Closures } from '../../../scripts/mutate/closure.ts';
import type { Order } from '../../../scripts/mutate/messages.ts';
import { mutantsOf } from '../../../scripts/mutate/mutants.ts';
import type { Outcome } from '../../../scripts/mutate/pool.ts';
import { Records } from '../../../scripts/mutate/records.ts';
import { verdictsOf } from '../../../scripts/mutate/verdicts.ts';

const [MUTANT, UNREACHED] = mutantsOf('core/x.ts', 'f(1);');

let folder: string;
let orders: Order[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mutate-'));
  orders = [];
  writeFileSync(join(folder, 'x.ts'), 'f(1);');
  writeFileSync(join(folder, 'a.test.ts'), "import './x.ts';");
  writeFileSync(join(folder, 'b.test.ts'), "import './x.ts'; // the second");
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A run like that of another day: what it knows is what it finds on the disk. */
async function verdictNow(failingTest?: string) {
  const slot = {
    run: (order: Order): Promise<Outcome> => {
      orders.push(order);
      const failure = { file: join(folder, failingTest ?? ''), test: 'works', message: 'no', how: 'failed' as const };
      return Promise.resolve({ failure: failingTest === undefined ? null : failure, reached: [], cpuMs: 5 });
    },
  };
  const tests = ['a.test.ts', 'b.test.ts'].map((name, index) => {
    return { id: join(folder, name), key: '', cpuMs: 5 + index, reached: [] };
  });
  const records = new Records<never>(join(folder, 'state', 'verdicts.jsonl'));
  const byMutant = new Map([[MUTANT!.id, tests]]);
  const verdicts = await verdictsOf([MUTANT!, UNREACHED!], byMutant, {
    slots: [slot],
    closures: new Closures(),
    records,
  });
  expect(verdicts.has(UNREACHED!.id)).toBe(false);
  return verdicts.get(MUTANT!.id)!;
}

describe('the verdicts', () => {
  it('ask the tests that come by, once', async () => {
    expect(await verdictNow('a.test.ts')).toMatchObject({ how: 'failed', test: 'works' });
    expect(await verdictNow()).toMatchObject({ how: 'failed', test: 'works' });
    expect(orders).toEqual([
      {
        mutant: MUTANT!.id,
        tests: [join(folder, 'a.test.ts'), join(folder, 'b.test.ts')],
        // Ten times the 5 ms and 6 ms that they take without a mutant, and ten seconds.
        cpuMs: [10_050, 10_060],
        idleMs: 20_000,
      },
    ]);
  });

  it('of a mutant that was killed stand until the test that killed it, or what it imports, changes', async () => {
    await verdictNow('a.test.ts');
    writeFileSync(join(folder, 'b.test.ts'), 'other');
    expect((await verdictNow()).how).toBe('failed');
    writeFileSync(join(folder, 'x.ts'), 'f(2);');
    expect((await verdictNow()).how).toBe('survived');
  });

  it('of a mutant that survived stand until one of its tests changes', async () => {
    await verdictNow();
    expect((await verdictNow('a.test.ts')).how).toBe('survived');
    writeFileSync(join(folder, 'b.test.ts'), 'other');
    expect((await verdictNow('a.test.ts')).how).toBe('failed');
  });
});

describe('the records', () => {
  it('keep the last of an id, and pass over a line that was cut off', () => {
    const path = join(folder, 'records.jsonl');
    writeFileSync(path, '{"id":"a","n":1}\n{"id":"b","n":1}\n{"id":"a","n":2}\n{"id":"b","n"');
    const records = new Records<{ id: string; n: number }>(path);
    expect([records.get('a'), records.get('b')]).toEqual([
      { id: 'a', n: 2 },
      { id: 'b', n: 1 },
    ]);
  });
});
