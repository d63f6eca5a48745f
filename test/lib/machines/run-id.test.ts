import { describe, expect, it } from '@jest/globals';
import { runId as runIdSchema } from '../../../core/contracts/steps/common.ts';
import type { Json } from '../../../asl/index.ts';
import { callsOf, runMachine } from './machine-runs.ts';

/** As an EventBridge rule names an execution: two UUIDs. */
const BY_A_RULE = '6f0d1a56-0c0e-4c77-9b5e-0b9a3a1f7c11_0e4b2a86-57b0-4d0c-8c66-6f21f3f7d0aa';
/** The longest name that Step Functions allows. */
const LONGEST = 'n'.repeat(80);

const WINDOW = {
  train: { start: '2013-01-01', end: '2013-12-30' },
  evaluate: { start: '2013-12-31', end: '2014-03-01' },
};

/** The run id by which the step was called, of an execution that has only its name. */
async function named(machine: string, name: string, step: string, field = 'runId'): Promise<string> {
  const run = await runMachine(machine, inputOf(machine), { name });
  expect(run.execution.status).toBe('SUCCEEDED');
  for (const { name: child } of run.executions) expect(child.length).toBeLessThanOrEqual(80);
  return String(callsOf(run, step)[0][field]);
}

function inputOf(machine: string): Readonly<Record<string, Json>> {
  return { dataset: 'weather', ...(machine === 'pipeline' ? { window: WINDOW } : {}) };
}

describe("an execution's run id", () => {
  it.each(['run-1', '_-', 'r'.repeat(64)])('is its name, where a run may be called so: %s', async (name) => {
    expect(await named('train', name, 'register')).toBe(name);
  });

  it.each([
    [BY_A_RULE, '6f0d1a56-0c0e-4c77-9b5e-0b9a3a1f7c11_0e4b2a86-5-'],
    [LONGEST, `${'n'.repeat(47)}-`],
    ['run.of+today', 'run-of-today-'],
    ["l'été", 'l--t--'],
  ])('keeps the beginning of a name that no run may have, and ends in a hash of it: %s', async (name, beginning) => {
    const id = await named('train', name, 'register');
    expect(id.slice(0, -16)).toBe(beginning);
    expect(id.slice(-16)).toMatch(/^[0-9a-f]{16}$/);
    expect(runIdSchema.safeParse(id).success).toBe(true);
  });

  it('is another one for another execution, and the same for the same', async () => {
    const ids = [];
    for (const name of [`${LONGEST.slice(1)}a`, `${LONGEST.slice(1)}b`, `${LONGEST.slice(1)}a`]) {
      ids.push(await named('train', name, 'register'));
    }
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[0]).toBe(ids[2]);
  });

  it('leaves room for what a window is called after: its forecasts and its looks', async () => {
    expect(await named('pipeline', 'p'.repeat(56), 'record-run')).toBe('p'.repeat(56));
    for (const name of ['p'.repeat(57), BY_A_RULE, LONGEST]) {
      const id = await named('pipeline', name, 'record-run');
      expect(id).toHaveLength(56);
      expect(runIdSchema.safeParse(`${id}-d999999`).success).toBe(true);
    }
  });

  it('leaves room for the windows of a replay as well, which is a replay of this id', async () => {
    for (const name of ['p'.repeat(51), BY_A_RULE, LONGEST]) {
      const run = await runMachine('replay', inputOf('replay'), { name });
      expect(run.execution.status).toBe('SUCCEEDED');
      const [{ replayId, replay }] = callsOf(run, 'plan-windows');
      expect(String(replayId)).toHaveLength(50);
      expect(replay).toBe(replayId);
      expect(runIdSchema.safeParse(`${String(replayId)}-w9999-d999999`).success).toBe(true);
    }
    expect(await named('replay', 'p'.repeat(50), 'plan-windows', 'replayId')).toBe('p'.repeat(50));
  });
});

describe('a run id that is given', () => {
  it.each([
    ['train', 'r'.repeat(64)],
    ['pipeline', 'r'.repeat(56)],
    ['replay', 'r'.repeat(50)],
  ])('is used as it is, to the longest: %s', async (machine, runId) => {
    const run = await runMachine(machine, { ...inputOf(machine), runId }, { name: 'another' });
    expect(run.execution.status).toBe('SUCCEEDED');
  });

  const allowed = (length: number) => `letters, digits, _ and -, at most ${length}`;
  it.each([
    ['train', 'r'.repeat(65), allowed(64)],
    ['forecast', 'my run', allowed(64)],
    ['promote', '../registry', allowed(64)],
    ['roll-back', '', allowed(64)],
    ['rule', 'a b', allowed(64)],
    ['monitor', 7, allowed(64)],
    ['evaluate', null, allowed(64)],
    ['retrain', 'a/b', allowed(64)],
    ['pipeline', 'r'.repeat(57), allowed(56)],
    ['replay', 'r'.repeat(51), allowed(50)],
  ])('is refused by %s before anything is done where no run may be called so: %j', async (machine, runId, rule) => {
    const { execution, ...run } = await runMachine(machine, { ...inputOf(machine), runId });
    const got = runId === null ? 'null' : String(runId);
    const cause =
      `the input's runId cannot be used; got '${got}'; allowed: ${rule}; ` +
      'hint: leave it out, and the run is called after the execution';
    expect(execution).toMatchObject({ status: 'FAILED', error: 'StepInputInvalid', cause });
    const givenBack = machine === 'monitor' ? ['release-lock'] : [];
    expect(run.calls.map(([step]) => step)).toEqual([...givenBack, 'record-failure']);
    const [recorded] = callsOf({ execution, ...run }, 'record-failure');
    expect(recorded).toMatchObject({ machine, error: 'StepInputInvalid', cause });
    expect(runIdSchema.safeParse(recorded.runId).success).toBe(true);
  });
});
