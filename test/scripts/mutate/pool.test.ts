import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mutantsOf } from '../../../scripts/mutate/mutants.ts';
import { Slot } from '../../../scripts/mutate/pool.ts';

const CODE = 'core/monitor/lock.ts';
const TESTS = ['test/core/monitor/lock.test.ts'];
const MUTANT = mutantsOf(CODE, readFileSync(CODE, 'utf8')).find(({ name }) => name.to === 'false')!;
const limitMs = () => 60_000;

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
  it('runs tests with probes, with one mutant, and with another, in one process', async () => {
    const { failure, reached } = await slot.run({ mutant: null, tests: TESTS }, limitMs);
    expect(failure).toBeNull();
    expect(reached).toContain(MUTANT.id);
    const killed = await slot.run({ mutant: MUTANT.id, tests: TESTS }, limitMs);
    expect(killed.failure).toMatchObject({ how: 'failed', file: TESTS[0] });
    const elsewhere = await slot.run({ mutant: 'core/monitor/state.ts#0', tests: TESTS }, limitMs);
    expect(elsewhere).toEqual({ failure: null, reached: [] });
  }, 60_000);

  it('ends a worker that takes too long, and goes on with a new one', async () => {
    const late = await slot.run({ mutant: MUTANT.id, tests: TESTS }, () => 1);
    expect(late.failure).toMatchObject({ how: 'hung', file: TESTS[0] });
    const next = await slot.run({ mutant: MUTANT.id, tests: TESTS }, limitMs);
    expect(next.failure).toMatchObject({ how: 'failed' });
  }, 60_000);
});
