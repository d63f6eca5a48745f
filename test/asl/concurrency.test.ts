import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '../../asl/index.ts';
import { lambda, LAMBDA, machineOf, named, run, secondsOf, typesOf } from './support.ts';

const task = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Task', Resource: LAMBDA, End: true } } });

function parallel(fields: object = {}): object {
  return machineOf({ Both: { Type: 'Parallel', Branches: [task('Quick'), task('Slow')], End: true, ...fields } });
}

function map(fields: object): object {
  const ItemProcessor = task('Each');
  return machineOf({ All: { Type: 'Map', Items: [3, 1, 2], ItemProcessor, End: true, ...fields } });
}

/** Sleeps as many seconds as its argument says. */
const sleeper = lambda(async ({ arguments: seconds, sleep }) => {
  await sleep(Number(seconds) * 1000);
  return seconds;
});

describe('Parallel', () => {
  it('gives the outputs in the order of the branches, not of their ends', async () => {
    const execution = await run(
      parallel(),
      lambda(async ({ stateName, sleep }) => {
        await sleep(stateName === 'Quick' ? 1000 : 5000);
        return stateName;
      }),
    );
    expect(execution.output).toEqual(['Quick', 'Slow']);
    expect(secondsOf(execution, 'ExecutionSucceeded')).toEqual([5]);
  });

  it('hands its input, or its Arguments, to every branch', async () => {
    const handler = lambda(async ({ arguments: argument }) => argument);
    expect((await run(parallel(), { ...handler, input: 7 })).output).toEqual([7, 7]);
    const Arguments = { n: '{% $states.input + 1 %}' };
    expect((await run(parallel({ Arguments }), { ...handler, input: 7 })).output).toEqual([{ n: 8 }, { n: 8 }]);
    const broken = await run(parallel({ Arguments: '{% $error("no") %}' }), handler);
    expect(broken.cause).toContain("for the field 'Arguments' threw");
  });

  it('aborts the other branches when one fails, and says so', async () => {
    let aborted = false;
    const execution = await run(
      parallel(),
      lambda(async ({ stateName, signal, sleep }) => {
        signal.addEventListener('abort', () => (aborted ||= stateName === 'Slow'));
        await sleep(stateName === 'Quick' ? 1000 : 5000);
        throw named(`${stateName}Failed`);
      }),
    );
    expect(execution.error).toBe('QuickFailed');
    expect(aborted).toBe(true);
    expect(secondsOf(execution, 'ExecutionFailed')).toEqual([1]);
    expect(typesOf(execution).slice(-5)).toEqual([
      'TaskFailed',
      'TaskStateAborted',
      'TaskStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('does not wait for a handler that does not listen', async () => {
    const deaf = lambda(async ({ stateName }) => {
      if (stateName === 'Quick') throw named('QuickFailed');
      return new Promise(() => undefined);
    });
    expect((await run(parallel(), deaf)).error).toBe('QuickFailed');
  });

  it('does not let a branch that is aborted retry or catch', async () => {
    const calls: string[] = [];
    const stubborn = {
      StartAt: 'Slow',
      States: {
        Slow: {
          Type: 'Task',
          Resource: LAMBDA,
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'After' }],
          Next: 'After',
        },
        After: { Type: 'Task', Resource: LAMBDA, End: true },
      },
    };
    const handler = lambda(async ({ stateName, sleep }) => {
      calls.push(stateName);
      await sleep(stateName === 'Quick' ? 1000 : 5000);
      throw named('Failed');
    });
    const execution = await run(parallel({ Branches: [task('Quick'), stubborn] }), handler);
    expect(execution.status).toBe('FAILED');
    expect(calls).toEqual(['Quick', 'Slow']);
  });

  it('draws the same random values in a branch, however fast the others are', async () => {
    const draw = (name: string) => ({
      StartAt: name,
      States: {
        [name]: { Type: 'Task', Resource: LAMBDA, Next: `${name}Draws` },
        [`${name}Draws`]: { Type: 'Pass', Output: '{% $uuid() %}', End: true },
      },
    });
    const drawn = async (slowest: string) => {
      const handler = lambda(({ stateName, sleep }) => sleep(stateName === slowest ? 5000 : 1000));
      return (await run(parallel({ Branches: [draw('A'), draw('B')] }), handler)).output;
    };
    expect(await drawn('A')).toEqual(await drawn('B'));
    expect(new Set((await drawn('A')) as string[]).size).toBe(2);
  });

  it('sees outer variables, and keeps what its branches assign', async () => {
    const branch = {
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { inner: '{% $outer + 1 %}' }, Next: 'Show' },
        Show: { Type: 'Pass', Output: '{% $inner %}', End: true },
      },
    };
    const execution = await run(
      machineOf({
        Start: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [branch], Next: 'After' },
        After: { Type: 'Pass', Output: { seen: '{% $states.input %}', kept: '{% $exists($inner) %}' }, End: true },
      }),
    );
    expect(execution.output).toEqual({ seen: [2], kept: false });
  });
});

describe('an inline Map', () => {
  it('runs as many iterations at once as MaxConcurrency says', async () => {
    const at = async (MaxConcurrency: number | string) => {
      const execution = await run(map({ MaxConcurrency }), sleeper);
      expect(execution.output).toEqual([3, 1, 2]);
      return secondsOf(execution, 'ExecutionSucceeded')[0];
    };
    expect(await at(1)).toBe(6);
    expect(await at('{% 1 + 1 %}')).toBe(3);
    expect(await at(0)).toBe(3);
  });

  it('aborts the other iterations when one fails, in AWS’s order', async () => {
    const execution = await run(
      map({}),
      lambda(async ({ arguments: seconds, sleep }) => {
        await sleep(Number(seconds) * 1000);
        throw named('Failed');
      }),
    );
    const failure = typesOf(execution).indexOf('MapIterationFailed');
    expect(execution.events.slice(failure).map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
      ['MapIterationFailed', failure],
      ['TaskStateAborted', failure],
      ['MapIterationAborted', failure],
      ['TaskStateAborted', failure],
      ['MapIterationAborted', failure],
      ['TaskStateAborted', failure],
      ['MapStateFailed', failure],
      ['ExecutionFailed', failure + 7],
    ]);
    expect(secondsOf(execution, 'MapIterationFailed')).toEqual([1]);
  });

  it('closes no iteration that was over when another fails', async () => {
    const execution = await run(
      map({ Items: [1, 2] }),
      lambda(async ({ arguments: seconds, sleep }) => {
        await sleep(Number(seconds) * 1000);
        if (seconds === 2) throw named('Failed');
      }),
    );
    expect(typesOf(execution).slice(-6)).toEqual([
      'MapIterationSucceeded',
      'TaskFailed',
      'MapIterationFailed',
      'TaskStateAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('shows every state of an iteration its item, and the innermost of nested ones', async () => {
    const show = { Show: { Type: 'Pass', Output: '{% $states.context.Map.Item %}', End: true } };
    const inner = { Type: 'Map', Items: ['x', 'y'], ItemProcessor: { StartAt: 'Show', States: show }, End: true };
    const Outer = { Type: 'Pass', Output: '{% $states.context.Map.Item %}', Next: 'Inner' };
    const ItemProcessor = {
      StartAt: 'Outer',
      States: { Outer, Inner: { ...inner, Output: ['{% $states.input %}', '{% $states.result %}'] } },
    };
    const items = [
      { Index: 0, Value: 'x' },
      { Index: 1, Value: 'y' },
    ];
    expect((await run(map({ Items: ['a', 'b'], ItemProcessor }))).output).toEqual([
      [{ Index: 0, Value: 'a' }, items],
      [{ Index: 1, Value: 'b' }, items],
    ]);
  });

  it('draws random values of its own in every iteration', async () => {
    const ItemProcessor = { StartAt: 'Draw', States: { Draw: { Type: 'Pass', Output: '{% $uuid() %}', End: true } } };
    const draw = async () => (await run(map({ ItemProcessor }))).output;
    expect(new Set((await draw()) as string[]).size).toBe(3);
    expect(await draw()).toEqual(await draw());
  });

  it('runs all items again on a retry', async () => {
    let calls = 0;
    const handler = lambda(async () => {
      calls += 1;
      if (calls < 3) throw named('Flaky');
      return 'ok';
    });
    const Retry = [{ ErrorEquals: ['Flaky'] }];
    const execution = await run(map({ Retry, MaxConcurrency: 1, Items: [0] }), handler);
    expect(execution.output).toEqual(['ok']);
    expect(typesOf(execution).filter((type) => type === 'MapStateStarted')).toHaveLength(3);
    expect(typesOf(execution)).not.toContain('MapStateFailed');
  });

  it('selects what an iteration sees by ItemSelector', async () => {
    const ItemSelector = { n: '{% $states.context.Map.Item.Index %}', v: '{% $states.context.Map.Item.Value %}' };
    const seen = await run(
      map({ ItemSelector }),
      lambda(async ({ arguments: argument }) => argument),
    );
    expect(seen.output).toEqual([
      { n: 0, v: 3 },
      { n: 1, v: 1 },
      { n: 2, v: 2 },
    ]);
  });
});

describe('on a clock that stands still', () => {
  it('writes the same history again, whichever task takes longer this time', async () => {
    const twice = {
      StartAt: 'One',
      States: {
        One: { Type: 'Task', Resource: LAMBDA, Next: 'Two' },
        Two: { Type: 'Task', Resource: LAMBDA, End: true },
      },
    };
    const machine = machineOf({ All: { Type: 'Map', Items: [0, 1, 2], ItemProcessor: twice, End: true } });
    const taking = (...ms: readonly number[]) => {
      const left = [...ms];
      return lambda(() => new Promise((resolve) => setTimeout(() => resolve(null), left.shift())));
    };
    const clock = () => ({ clock: fixedClock(Date.UTC(2026, 0, 1)) });
    const one = await run(machine, { ...taking(20, 1, 1, 20, 1, 1), ...clock() });
    const other = await run(machine, { ...taking(1, 1, 20, 1, 1, 20), ...clock() });
    expect(one.status).toBe('SUCCEEDED');
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
  });
});
