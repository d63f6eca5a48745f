import { describe, expect, it } from '@jest/globals';
import { interpreterOf, MACHINE, machineOf, secondsOf, typesOf } from './support.ts';
import type { Interpreter, TaskHandler } from '../../asl/index.ts';

const SNS = 'arn:aws:states:::sns:publish';

function approval(fields: object = {}): object {
  const Arguments = { token: '{% $states.context.Task.Token %}' };
  return machineOf({ Ask: { Type: 'Task', Resource: `${SNS}.waitForTaskToken`, Arguments, End: true, ...fields } });
}

function start(definition: object, answer: (interpreter: Interpreter, token: string) => Promise<void> | void) {
  const publish: TaskHandler = async ({ taskToken = '', arguments: argument }) => {
    expect(argument).toEqual({ token: taskToken });
    await answer(interpreter, taskToken);
    return { MessageId: 'm' };
  };
  const interpreter = interpreterOf(definition, { integrations: { [SNS]: publish } });
  return interpreter.startExecution({ machineArn: MACHINE, input: {} });
}

describe('.waitForTaskToken', () => {
  it('ends with what sendTaskSuccess brings, even before the call itself has returned', async () => {
    const execution = await start(approval(), (interpreter, token) => interpreter.sendTaskSuccess(token, { ok: true }));
    expect(execution.output).toEqual({ ok: true });
    expect(typesOf(execution).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
  });

  it('fails with what sendTaskFailure brings, or with nothing', async () => {
    const refused = await start(approval(), (interpreter, token) =>
      interpreter.sendTaskFailure(token, { error: 'Refused', cause: 'not now' }),
    );
    expect([refused.status, refused.error, refused.cause]).toEqual(['FAILED', 'Refused', 'not now']);
    const silent = await start(approval(), (interpreter, token) => interpreter.sendTaskFailure(token, {}));
    expect([silent.status, silent.error, silent.cause]).toEqual(['FAILED', undefined, undefined]);
  });

  it('waits while heartbeats come, and no longer', async () => {
    const execution = await start(approval({ HeartbeatSeconds: 10 }), (interpreter, token) => {
      interpreter.sendTaskHeartbeat(token);
    });
    expect(secondsOf(execution, 'TaskTimedOut')).toEqual([10]);
    const beating: TaskHandler = async ({ taskToken = '', sleep }) => {
      await sleep(8000);
      interpreter.sendTaskHeartbeat(taskToken);
    };
    const interpreter = interpreterOf(approval({ HeartbeatSeconds: 10 }), { integrations: { [SNS]: beating } });
    const late = await interpreter.startExecution({ machineArn: MACHINE, input: {} });
    expect(secondsOf(late, 'TaskTimedOut')).toEqual([18]);
  });

  it('fails with an answer that comes long before the call itself has returned', async () => {
    const execution = await start(approval(), async (interpreter, token) => {
      interpreter.sendTaskFailure(token, { error: 'Refused' });
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    expect([execution.status, execution.error]).toEqual(['FAILED', 'Refused']);
  });

  it('writes nothing of a call that returns when it is too late', async () => {
    const publish: TaskHandler = async ({ sleep }) => {
      await sleep(60_000).catch(() => undefined);
      return { MessageId: 'm' };
    };
    const execution = await interpreterOf(approval({ TimeoutSeconds: 5 }), {
      integrations: { [SNS]: publish },
    }).startExecution({ machineArn: MACHINE, input: {} });
    await new Promise((resolve) => setImmediate(resolve));
    expect(typesOf(execution).slice(2)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskTimedOut', 'ExecutionFailed']);
  });

  it('refuses an answer that comes too late or twice', async () => {
    let used = '';
    const definition = approval({ TimeoutSeconds: 5 });
    const interpreter = interpreterOf(definition, {
      integrations: { [SNS]: async ({ taskToken = '' }) => void (used = taskToken) },
    });
    const execution = await interpreter.startExecution({ machineArn: MACHINE, input: {} });
    expect(execution.error).toBe('States.Timeout');
    const refusal = expect.objectContaining({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
    expect(() => interpreter.sendTaskSuccess(used, 1)).toThrow(refusal);
    expect(() => interpreter.sendTaskFailure(used, {})).toThrow(refusal);
    expect(() => interpreter.sendTaskHeartbeat(used)).toThrow(refusal);
  });

  it('refuses an answer to a token that it never gave', () => {
    const interpreter = interpreterOf(approval(), { integrations: { [SNS]: async () => null } });
    const refusal = expect.objectContaining({ name: 'InvalidToken', message: "Invalid Token: 'Invalid token'" });
    expect(() => interpreter.sendTaskSuccess('none', 1)).toThrow(refusal);
    expect(() => interpreter.sendTaskFailure('none', {})).toThrow(refusal);
    expect(() => interpreter.sendTaskHeartbeat('none')).toThrow(refusal);
  });

  it('takes the first answer, and refuses a second one at once', async () => {
    const execution = await start(approval(), (interpreter, token) => {
      interpreter.sendTaskSuccess(token, 'first');
      for (const again of [
        () => interpreter.sendTaskSuccess(token, 'second'),
        () => interpreter.sendTaskFailure(token, {}),
      ]) {
        expect(again).toThrow("Task Timed Out: 'Provided task does not exist anymore'");
      }
    });
    expect(execution.output).toBe('first');
    const refused = await start(approval(), (interpreter, token) => {
      interpreter.sendTaskFailure(token, { error: 'first' });
      expect(() => interpreter.sendTaskSuccess(token, 'second')).toThrow(
        expect.objectContaining({ name: 'TaskTimedOut' }),
      );
    });
    expect(refused.error).toBe('first');
  });

  it('gives every attempt a token of its own', async () => {
    const tokens: string[] = [];
    await start(approval({ Retry: [{ ErrorEquals: ['Again'], MaxAttempts: 2 }] }), (interpreter, token) => {
      tokens.push(token);
      interpreter.sendTaskFailure(token, { error: 'Again' });
    });
    expect(new Set(tokens).size).toBe(3);
  });
});
