import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lambda, named, run, secondsOf, taskMachine } from './support.ts';

function alwaysFailing(name: string) {
  return lambda(async () => {
    throw named(name, 'again');
  });
}

describe('Retry', () => {
  it('tries three times more by default, after 1, 2 and 4 seconds', async () => {
    const execution = await run(taskMachine({ Retry: [{ ErrorEquals: ['Flaky'] }] }), alwaysFailing('Flaky'));
    expect(secondsOf(execution, 'TaskScheduled')).toEqual([0, 1, 3, 7]);
    expect(execution.status).toBe('FAILED');
    expect(execution.error).toBe('Flaky');
  });

  it.each([
    ['the interval doubled by default', { IntervalSeconds: 3 }, [0, 3, 9, 21]],
    ['the interval times a broken BackoffRate', { IntervalSeconds: 4, BackoffRate: 1.5 }, [0, 4, 10, 19]],
    ['the same interval for a BackoffRate of 1', { IntervalSeconds: 5, BackoffRate: 1 }, [0, 5, 10, 15]],
    ['no more than MaxDelaySeconds', { IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10 }, [0, 2, 8, 18]],
    ['the whole delay where it is MaxDelaySeconds', { IntervalSeconds: 2, MaxDelaySeconds: 8 }, [0, 2, 6, 14]],
    ['MaxDelaySeconds even before the first', { IntervalSeconds: 9, MaxDelaySeconds: 2 }, [0, 2, 4, 6]],
    ['the whole delay without jitter', { IntervalSeconds: 9, JitterStrategy: 'NONE' }, [0, 9, 27, 63]],
  ])('waits %s', async (_, fields, at) => {
    const Retry = [{ ErrorEquals: ['Flaky'], ...fields }];
    expect(secondsOf(await run(taskMachine({ Retry }), alwaysFailing('Flaky')), 'TaskScheduled')).toEqual(at);
  });

  it.each([
    [0, [0]],
    [1, [0, 1]],
    [4, [0, 1, 3, 7, 15]],
  ])('tries %d times more for that MaxAttempts', async (MaxAttempts, at) => {
    const Retry = [{ ErrorEquals: ['Flaky'], MaxAttempts }];
    expect(secondsOf(await run(taskMachine({ Retry }), alwaysFailing('Flaky')), 'TaskScheduled')).toEqual(at);
  });

  it('leaves an error to the first retrier that names it, even when that one has no try left', async () => {
    const Retry = [
      { ErrorEquals: ['Other', 'Flaky'], MaxAttempts: 1, IntervalSeconds: 30 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 9 },
    ];
    const execution = await run(taskMachine({ Retry }), alwaysFailing('Flaky'));
    expect(secondsOf(execution, 'TaskScheduled')).toEqual([0, 30]);
  });

  it('does not try again when no retrier names the error', async () => {
    const execution = await run(taskMachine({ Retry: [{ ErrorEquals: ['Other'] }] }), alwaysFailing('Flaky'));
    expect(secondsOf(execution, 'TaskScheduled')).toEqual([0]);
  });

  it('counts the tries of each retrier for itself', async () => {
    let call = 0;
    const errors = ['A', 'B', 'A', 'B', 'A'];
    const handler = lambda(async () => {
      throw named(errors[call++]);
    });
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 2 },
      { ErrorEquals: ['B'], MaxAttempts: 2, IntervalSeconds: 10 },
    ];
    const execution = await run(taskMachine({ Retry }), handler);
    // A waits 1 and 2 seconds, B 10 and 20.
    expect(secondsOf(execution, 'TaskScheduled')).toEqual([0, 1, 11, 13, 33]);
    expect(execution.error).toBe('A');
  });

  it('shows the number of retries in the context object', async () => {
    const seen: unknown[] = [];
    const handler = lambda(async ({ arguments: argument }) => {
      seen.push(argument);
      if (seen.length < 3) throw named('Flaky');
      return 'done';
    });
    const Arguments = '{% $states.context.State.RetryCount %}';
    const execution = await run(taskMachine({ Arguments, Retry: [{ ErrorEquals: ['States.ALL'] }] }), handler);
    expect(seen).toEqual([0, 1, 2]);
    expect(execution.output).toBe('done');
  });

  it('does not retry States.Runtime for States.ALL, nor States.Timeout for States.TaskFailed', async () => {
    const runtime = await run(
      taskMachine({ Retry: [{ ErrorEquals: ['States.ALL'] }] }),
      alwaysFailing('States.Runtime'),
    );
    expect(secondsOf(runtime, 'TaskScheduled')).toEqual([0]);
    const timeout = await run(
      taskMachine({ TimeoutSeconds: 5, Retry: [{ ErrorEquals: ['States.TaskFailed'] }] }),
      lambda(({ sleep }) => sleep(60_000)),
    );
    expect(secondsOf(timeout, 'TaskScheduled')).toEqual([0]);
    const failed = await run(taskMachine({ Retry: [{ ErrorEquals: ['States.TaskFailed'] }] }), alwaysFailing('Any'));
    expect(secondsOf(failed, 'TaskScheduled')).toHaveLength(4);
  });

  it('draws FULL jitter between nothing and the whole delay, the same for the same seed', async () => {
    const delays = (seed: number) => jittered({ IntervalSeconds: 100, BackoffRate: 1 }, seed);
    expect(await delays(1)).toEqual([12.643, 49.027, 1.441]);
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const first = await delays(seed);
        expect(first).toEqual(await delays(seed));
        for (const delay of first) {
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThanOrEqual(100);
        }
        expect(new Set(first).size).toBe(3);
      }),
      { numRuns: 25 },
    );
  });

  it('draws FULL jitter of what MaxDelaySeconds leaves', async () => {
    expect(await jittered({ IntervalSeconds: 1000, MaxDelaySeconds: 10 }, 1)).toEqual([1.264, 4.903, 0.144]);
  });

  it('ends with the execution, not with the delay', async () => {
    const machine = { ...taskMachine({ Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 60 }] }), TimeoutSeconds: 5 };
    const execution = await run(machine, alwaysFailing('Flaky'));
    expect(execution.status).toBe('TIMED_OUT');
    expect(secondsOf(execution, 'ExecutionTimedOut')).toEqual([5]);
    expect(secondsOf(execution, 'TaskScheduled')).toEqual([0]);
  });
});

/** The seconds between the attempts of a Task that always fails. */
async function jittered(fields: object, seed: number): Promise<readonly number[]> {
  const Retry = [{ ErrorEquals: ['Flaky'], JitterStrategy: 'FULL', ...fields }];
  const execution = await run(taskMachine({ Retry }), { ...alwaysFailing('Flaky'), seed });
  const at = secondsOf(execution, 'TaskScheduled');
  return at.slice(1).map((second, index) => Number((second - at[index]).toFixed(3)));
}
