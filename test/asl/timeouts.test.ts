import { describe, expect, it } from '@jest/globals';
import { createVirtualClock, fixedClock, realClock, type Clock } from '../../asl/index.ts';
import { eventOf, lambda, LAMBDA, machineOf, run, secondsOf, taskMachine, typesOf } from './support.ts';

const slow = lambda(({ sleep }) => sleep(3_600_000));

describe('TimeoutSeconds and HeartbeatSeconds', () => {
  it('time a Task out by States.Timeout without a cause', async () => {
    const execution = await run(taskMachine({ TimeoutSeconds: 30 }), slow);
    expect(secondsOf(execution, 'TaskTimedOut')).toEqual([30]);
    expect(execution.error).toBe('States.Timeout');
    expect(execution.cause).toBeUndefined();
  });

  it('leave a Task alone that is in time', async () => {
    const taking = (seconds: number) => lambda(({ sleep }) => sleep(seconds * 1000));
    const inTime = await run(taskMachine({ TimeoutSeconds: 30, HeartbeatSeconds: 29 }), taking(28));
    expect(secondsOf(inTime, 'ExecutionSucceeded')).toEqual([28]);
    const late = await run(taskMachine({ TimeoutSeconds: 30 }), taking(31));
    expect(secondsOf(late, 'TaskTimedOut')).toEqual([30]);
  });

  it('count from the beginning of every attempt', async () => {
    const Retry = [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 2, IntervalSeconds: 5, BackoffRate: 1 }];
    const execution = await run(taskMachine({ TimeoutSeconds: 30, Retry }), slow);
    expect(secondsOf(execution, 'TaskScheduled')).toEqual([0, 35, 70]);
    expect(secondsOf(execution, 'TaskTimedOut')).toEqual([30, 65, 100]);
  });

  it.each([
    ['TimeoutSeconds', 0],
    ['TimeoutSeconds', 1.5],
    ['HeartbeatSeconds', 0],
    ['HeartbeatSeconds', -3],
  ])('%s cannot be %d', async (field, input) => {
    const execution = await run(taskMachine({ [field]: '{% $states.input %}' }), { ...slow, input });
    expect([execution.error, execution.cause]).toEqual([
      'States.QueryEvaluationError',
      `An error occurred while executing the state 'Call' (entered at the event id #2). The ${field} field must be a positive integer but was: ${input}`,
    ]);
    expect(typesOf(execution)).not.toContain('TaskScheduled');
  });

  it('may be expressions', async () => {
    const execution = await run(taskMachine({ TimeoutSeconds: '{% 2 * $states.input %}' }), { ...slow, input: 4 });
    expect(secondsOf(execution, 'TaskTimedOut')).toEqual([8]);
    expect(eventOf(execution, 'TaskScheduled').taskScheduledEventDetails.timeoutInSeconds).toBe(8);
  });

  it('tell the handler that it is no longer wanted', async () => {
    let reason: unknown;
    const execution = await run(
      taskMachine({ TimeoutSeconds: 1 }),
      lambda(async ({ signal, sleep }) => {
        signal.addEventListener('abort', () => (reason = signal.reason));
        await sleep(10_000);
      }),
    );
    expect(execution.status).toBe('FAILED');
    expect(reason).toBeInstanceOf(Error);
  });

  it('end a Task that misses a heartbeat, and let it live while it beats', async () => {
    const silent = await run(taskMachine({ HeartbeatSeconds: 10 }), slow);
    expect(secondsOf(silent, 'TaskTimedOut')).toEqual([10]);
    const beating = lambda(async ({ heartbeat, sleep }) => {
      for (let beat = 0; beat < 5; beat += 1) {
        await sleep(8000);
        heartbeat();
      }
      return 'alive';
    });
    const execution = await run(taskMachine({ HeartbeatSeconds: 10 }), beating);
    expect(execution.output).toBe('alive');
    expect(secondsOf(execution, 'TaskSucceeded')).toEqual([40]);
  });

  it('count a heartbeat from the last one', async () => {
    const stopping = lambda(async ({ heartbeat, sleep }) => {
      await sleep(8000);
      heartbeat();
      await sleep(3_600_000);
    });
    const execution = await run(taskMachine({ HeartbeatSeconds: 10, TimeoutSeconds: 60 }), stopping);
    expect(secondsOf(execution, 'TaskTimedOut')).toEqual([18]);
    const early = lambda(async ({ heartbeat, sleep }) => {
      await sleep(1);
      heartbeat();
      await sleep(3_600_000);
    });
    expect(secondsOf(await run(taskMachine({ HeartbeatSeconds: 10 }), early), 'TaskTimedOut')).toEqual([10.001]);
  });

  it('take no word from a handler that is too late', async () => {
    const late = lambda(async ({ signal, submitted, sleep }) => {
      await sleep(10_000).catch(() => undefined);
      expect(signal.aborted).toBe(true);
      submitted({ late: true });
      return 'late';
    });
    const execution = await run(taskMachine({ TimeoutSeconds: 1 }), late);
    expect(typesOf(execution).slice(2)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskTimedOut', 'ExecutionFailed']);
  });

  it('are told apart by States.HeartbeatTimeout in Catch', async () => {
    const machine = (fields: object) =>
      machineOf({
        Call: {
          Type: 'Task',
          Resource: LAMBDA,
          ...fields,
          Catch: [
            { ErrorEquals: ['States.HeartbeatTimeout'], Output: 'heart', Next: 'Done' },
            { ErrorEquals: ['States.Timeout'], Output: '{% $states.errorOutput %}', Next: 'Done' },
          ],
          End: true,
        },
        Done: { Type: 'Succeed' },
      });
    expect((await run(machine({ HeartbeatSeconds: 5, TimeoutSeconds: 60 }), slow)).output).toBe('heart');
    const output = { Error: 'States.Timeout', Cause: '' };
    expect((await run(machine({ TimeoutSeconds: 60 }), slow)).output).toEqual(output);
  });

  it('end a handler that hangs for real, in real time', async () => {
    const execution = await run(
      taskMachine({ TimeoutSeconds: 1 }),
      lambda(() => new Promise(() => undefined)),
    );
    expect(execution.error).toBe('States.Timeout');
  });

  it('end a handler whose heart stops, on a clock that stands still', async () => {
    const hanging = lambda(() => new Promise(() => undefined));
    const execution = await run(taskMachine({ HeartbeatSeconds: 1 }), { ...hanging, clock: fixedClock(0) });
    expect(execution.error).toBe('States.Timeout');
    expect(execution.stoppedAtMs).toBe(0);
  });

  it('end the whole execution when they are the machine’s', async () => {
    const execution = await run(machineOf({ Rest: { Type: 'Wait', Seconds: 100, End: true } }, { TimeoutSeconds: 9 }));
    expect([execution.status, execution.error, execution.cause]).toEqual(['TIMED_OUT', undefined, undefined]);
    expect(secondsOf(execution, 'ExecutionTimedOut')).toEqual([9]);
    expect(eventOf(execution, 'ExecutionTimedOut').executionTimedOutEventDetails).toEqual({ error: 'States.Timeout' });
    expect(execution.stoppedAtMs).toBe(execution.startedAtMs + 9000);
    expect(typesOf(execution)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
  });

  it('leave a machine alone that is in time, and forget its timer', async () => {
    const clock = createVirtualClock(0);
    const machine = machineOf({ Rest: { Type: 'Wait', Seconds: 8, End: true } }, { TimeoutSeconds: 9 });
    const execution = await run(machine, { clock });
    expect(execution.status).toBe('SUCCEEDED');
    expect(await settledAtMs(clock)).toBe(8000);
  });

  it('leave a Task alone that is in time, and forget its timers', async () => {
    const clock = createVirtualClock(0);
    await run(taskMachine({ TimeoutSeconds: 9, HeartbeatSeconds: 8 }), { ...lambda(async () => null), clock });
    expect(await settledAtMs(clock)).toBe(0);
  });

  it('stop what goes on inside the machine', async () => {
    const clock = createVirtualClock(0);
    const rest = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Wait', Seconds: 100, End: true } } });
    const states = { Fan: { Type: 'Parallel', Branches: [rest('A'), rest('B')], End: true } };
    const execution = await run(machineOf(states, { TimeoutSeconds: 9 }), { clock });
    const ended = typesOf(execution);
    expect(await settledAtMs(clock)).toBe(9000);
    expect(typesOf(execution)).toEqual(ended);
  });

  it('stop the child executions of a distributed Map', async () => {
    const Rest = { Type: 'Wait', Seconds: 100, End: true };
    const ItemProcessor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Rest', States: { Rest } };
    const Each = { Type: 'Map', Items: [1, 2, 3], MaxConcurrency: 2, Label: 'L', ItemProcessor, End: true };
    const clock = createVirtualClock(0);
    const seen: (readonly [string, number])[] = [];
    await run(machineOf({ Each }, { TimeoutSeconds: 9 }), {
      clock,
      onEvent: ({ arn }, { type }) => void (arn.includes('/L:') && seen.push([type, clock.nowMs()])),
    });
    expect(await settledAtMs(clock)).toBe(9000);
    const [started, entered] = [['ExecutionStarted', 0] as const, ['WaitStateEntered', 0] as const];
    const aborted = ['ExecutionAborted', 9000];
    expect(seen).toEqual([started, entered, started, entered, aborted, aborted]);
  });

  it('cannot be caught when they are the machine’s', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Done' }];
    const states = { Call: { Type: 'Task', Resource: LAMBDA, Catch, End: true }, Done: { Type: 'Succeed' } };
    const execution = await run(machineOf(states, { TimeoutSeconds: 9 }), slow);
    expect(execution.status).toBe('TIMED_OUT');
    expect(typesOf(execution).at(-1)).toBe('ExecutionTimedOut');
  });

  it('cost nothing on the virtual clock, and their time on the real one', async () => {
    const years = await run(machineOf({ Rest: { Type: 'Wait', Seconds: 99_999_999, End: true } }));
    expect(secondsOf(years, 'WaitStateExited')).toEqual([99_999_999]);
    const execution = await run(machineOf({ Rest: { Type: 'Wait', Seconds: 1, End: true } }), { clock: realClock });
    expect(secondsOf(execution, 'WaitStateExited')[0]).toBeGreaterThanOrEqual(0.99);
  });
});

/** Where a virtual clock stands when nothing sleeps any more: it jumps over whatever still does. */
async function settledAtMs(clock: Clock): Promise<number> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return clock.nowMs();
}
