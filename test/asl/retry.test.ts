import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lambda, named, run, secondsOf, taskMachine, typesOf } from './support.ts';

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

  it('multiplies the interval by BackoffRate up to MaxDelaySeconds', async () => {
    const retrier = { ErrorEquals: ['Flaky'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 4, MaxDelaySeconds: 10 };
    const execution = await run(taskMachine({ Retry: [retrier] }), alwaysFailing('Flaky'));
    expect(secondsOf(execution, 'TaskScheduled')).toEqual([0, 2, 8, 18, 28]);
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
    const retrier = {
      ErrorEquals: ['Flaky'],
      IntervalSeconds: 100,
      BackoffRate: 1,
      MaxAttempts: 3,
      JitterStrategy: 'FULL',
    };
    const delays = async (seed: number) => {
      const execution = await run(taskMachine({ Retry: [retrier] }), { ...alwaysFailing('Flaky'), seed });
      const at = secondsOf(execution, 'TaskScheduled');
      return at.slice(1).map((second, index) => second - at[index]);
    };
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const first = await delays(seed);
        expect(first).toEqual(await delays(seed));
        for (const delay of first) {
          expect(delay).toBeGreaterThanOrEqual(0);
          expect(delay).toBeLessThan(100.001);
        }
        expect(new Set(first).size).toBe(3);
      }),
      { numRuns: 25 },
    );
  });
});

describe('Catch', () => {
  it('goes on at its Next with its own Output and Assign', async () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'Call',
      States: {
        Call: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Catch: [
            { ErrorEquals: ['Other'], Next: 'Unreached' },
            {
              ErrorEquals: ['Broken'],
              Assign: { problem: '{% $states.errorOutput.Error %}' },
              Output: { was: '{% $states.input.n %}' },
              Next: 'Recover',
            },
          ],
          Next: 'Unreached',
        },
        Unreached: { Type: 'Fail', Error: 'Unreached' },
        Recover: { Type: 'Pass', Output: { problem: '{% $problem %}', was: '{% $states.input.was %}' }, End: true },
      },
    };
    const execution = await run(machine, { ...alwaysFailing('Broken'), input: { n: 7 } });
    expect(execution.output).toEqual({ problem: 'Broken', was: 7 });
    expect(typesOf(execution)).toContain('TaskStateExited');
  });

  it("gives a function's error as the text of errorType, errorMessage and trace", async () => {
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'Call',
      States: {
        Call: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $parse($states.errorOutput.Cause) %}', Next: 'Done' }],
          End: true,
        },
        Done: { Type: 'Succeed' },
      },
    };
    const execution = await run(machine, alwaysFailing('Broken'));
    expect(execution.output).toMatchObject({ errorType: 'Broken', errorMessage: 'again' });
  });

  it("gives another service's error by its name and message alone", async () => {
    const resource = 'arn:aws:states:::sns:publish';
    const machine = {
      QueryLanguage: 'JSONata',
      StartAt: 'Tell',
      States: { Tell: { Type: 'Task', Resource: resource, End: true } },
    };
    const publish = async () => {
      throw named('SNS.NotFound', 'no such topic');
    };
    const execution = await run(machine, { integrations: { [resource]: publish } });
    expect([execution.error, execution.cause]).toEqual(['SNS.NotFound', 'no such topic']);
  });
});
