import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mutantsOf } from '../../../scripts/mutate/mutants.ts';
import { Slot } from '../../../scripts/mutate/pool.ts';

const CODE = 'core/monitor/lock.ts';
const TEST = 'test/core/monitor/lock.test.ts';
const MUTANT = mutantsOf(CODE, readFileSync(CODE, 'utf8')).find(({ name }) => name.to === 'false')!;

const of = (mutant: string | null, test = TEST) => ({ mutant, tests: [test], cpuMs: [60_000], idleMs: 60_000 });

let temporary: string;
let slot: Slot;

beforeEach(() => {
  temporary = join(mkdtempSync(join(tmpdir(), 'mutate-')), 'slot');
  slot = new Slot(temporary);
});

afterEach(() => {
  slot.close();
  expect(existsSync(temporary)).toBe(false);
  rmSync(join(temporary, '..'), { recursive: true });
});

describe('a slot', () => {
  it('runs tests with probes, with one mutant, and with another', async () => {
    const { failure, reached } = await slot.run(of(null));
    expect(failure).toBeNull();
    expect(reached).toContain(MUTANT.id);
    const killed = await slot.run(of(MUTANT.id));
    expect(killed.failure).toMatchObject({ how: 'failed', file: TEST });
    const elsewhere = await slot.run(of('core/monitor/state.ts#0'));
    expect(elsewhere).toMatchObject({ failure: null, reached: [] });
  }, 120_000);

  it('stops at the first test that fails', async () => {
    const order = {
      mutant: null,
      tests: ['test/scripts/mutate/fails.ts', TEST],
      cpuMs: [60_000, 60_000],
      idleMs: 60_000,
    };
    const { failure, reached } = await slot.run(order);
    expect(failure).toMatchObject({ how: 'failed', test: 'fails first' });
    expect(reached).toEqual([]);
  }, 120_000);

  it.each([
    ['loops', { cpuMs: [1_000], idleMs: 60_000 }],
    ['waits for nothing', { cpuMs: [60_000], idleMs: 1_000 }],
  ])(
    'ends a worker that %s, and goes on with a new one',
    async (name, limits) => {
      const test = `test/scripts/mutate/${name.replaceAll(' ', '-')}.ts`;
      const late = await slot.run({ ...of(null, test), ...limits });
      expect(late.failure).toMatchObject({ how: 'hung', file: test });
      expect((await slot.run(of(MUTANT.id))).failure).toMatchObject({ how: 'failed' });
    },
    120_000,
  );

  it('tells a worker that dies from one that hangs', async () => {
    const { failure } = await slot.run(of(null, 'test/scripts/mutate/dies.ts'));
    expect(failure).toMatchObject({ how: 'crashed', message: 'ended with 7' });
  }, 120_000);
});
