import { describe, expect, it } from '@jest/globals';
import { realClock } from '../../asl/index.ts';
import { eventOf, lambda, LAMBDA, machineOf, run, secondsOf, taskMachine, typesOf } from './support.ts';

const slow = lambda(({ sleep }) => sleep(3_600_000));

describe('TimeoutSeconds and HeartbeatSeconds', () => {
  it('time a Task out by States.Timeout without a cause', async () => {
    const execution = await run(taskMachine({ TimeoutSeconds: 30 }), slow);
    expect(secondsOf(execution, 'TaskTimedOut')).toEqual([30]);
    expect(execution.error).toBe('States.Timeout');
    expect(execution.cause).toBeUndefined();
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

  it('end the whole execution when they are the machine’s', async () => {
    const execution = await run(machineOf({ Rest: { Type: 'Wait', Seconds: 100, End: true } }, { TimeoutSeconds: 9 }));
    expect(execution.status).toBe('TIMED_OUT');
    expect(secondsOf(execution, 'ExecutionTimedOut')).toEqual([9]);
    expect(typesOf(execution)).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionTimedOut']);
  });

  it('cost nothing on the virtual clock, and their time on the real one', async () => {
    const started = performance.now();
    await run(machineOf({ Rest: { Type: 'Wait', Seconds: 99_999_999, End: true } }));
    expect(performance.now() - started).toBeLessThan(900);
    const execution = await run(machineOf({ Rest: { Type: 'Wait', Seconds: 1, End: true } }), { clock: realClock });
    expect(secondsOf(execution, 'WaitStateExited')[0]).toBeGreaterThanOrEqual(0.99);
  });
});
