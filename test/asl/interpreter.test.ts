import { describe, expect, it } from '@jest/globals';
import { createInterpreter, createVirtualClock } from '../../asl/index.ts';
import { interpreterOf, lambda, MACHINE, machineOf, memoryS3, run, taskMachine } from './support.ts';

const done = machineOf({ Done: { Type: 'Succeed' } });
const waiting = machineOf({ Rest: { Type: 'Wait', Seconds: 5, End: true } });

describe('an interpreter', () => {
  it.each([
    'machine',
    'arn:aws:states:eu-west-1:111122223333:machine:m',
    'arn:aws:states:eu-west-1:1:stateMachine:m:1',
  ])('takes no machine by the ARN %s', (arn) => {
    const options = { integrations: {}, clock: createVirtualClock(), seed: 1 };
    expect(() => createInterpreter({ ...options, machines: { [arn]: { definition: done } } })).toThrow(
      `'${arn}' is not the ARN of a state machine`,
    );
  });

  it('starts no machine that it does not have', async () => {
    const request = { machineArn: `${MACHINE}2`, input: {} };
    await expect(interpreterOf(done).startExecution(request)).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${MACHINE}2'`,
    });
  });

  it('stops no execution that it does not have', () => {
    expect(() => interpreterOf(done).stopExecution('arn')).toThrow(
      expect.objectContaining({ name: 'ExecutionDoesNotExist', message: "Execution Does Not Exist: 'arn'" }),
    );
  });

  it('shows its executions as they stand, in the order of their starts', async () => {
    const interpreter = interpreterOf(waiting);
    const start = (name: string) => interpreter.startExecution({ machineArn: MACHINE, name, input: name });
    const shown = () => interpreter.executions().map(({ name, status, output }) => [name, status, output]);
    const running = [start('b'), start('a')];
    expect(shown()).toEqual([
      ['b', 'RUNNING', undefined],
      ['a', 'RUNNING', undefined],
    ]);
    await Promise.all(running);
    expect(shown()).toEqual([
      ['b', 'SUCCEEDED', 'b'],
      ['a', 'SUCCEEDED', 'a'],
    ]);
  });

  it('ends an execution with what stopExecution says, and with nothing where it says nothing', async () => {
    const stopped = async (failure?: { error: string; cause: string }) => {
      const interpreter = interpreterOf(waiting);
      const running = interpreter.startExecution({ machineArn: MACHINE, name: 'once', input: 1 });
      interpreter.stopExecution(`${MACHINE.replace('stateMachine', 'execution')}:once`, failure);
      const { status, error, cause, events } = await running;
      return [status, error, cause, events.at(-1)?.executionAbortedEventDetails];
    };
    const failure = { error: 'Enough', cause: 'of it' };
    expect(await stopped(failure)).toEqual(['ABORTED', 'Enough', 'of it', failure]);
    expect(await stopped()).toEqual(['ABORTED', undefined, undefined, {}]);
  });

  it('ends a stopped execution at once, whatever it waits for', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      Arguments: { Bucket: 'b', Key: 'k' },
      ReaderConfig: { InputType: 'JSON' },
    };
    const ItemProcessor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED' },
      StartAt: 'I',
      States: { I: { Type: 'Succeed' } },
    };
    const machine = machineOf({ Each: { Type: 'Map', ItemReader, ItemProcessor, End: true } });
    const s3 = { ...memoryS3({}), getObject: () => new Promise<never>(() => undefined) };
    const interpreter = interpreterOf(machine, {
      s3,
      onEvent: ({ arn }, { type }) =>
        void (type === 'MapRunStarted' && setImmediate(() => interpreter.stopExecution(arn))),
    });
    expect((await interpreter.startExecution({ machineArn: MACHINE, input: 1 })).status).toBe('ABORTED');
  });

  it('names an execution by the seed where nobody names it', async () => {
    const { name, arn } = await run(done);
    expect(name).toBe('193cf885-2dff-4a0f-97f5-3427a4b1862a');
    expect(arn).toBe(`arn:aws:states:eu-west-1:111122223333:execution:machine:${name}`);
    expect((await run(done, { seed: 4 })).name).toBe('501ac7e7-d152-480f-b008-6c1211a32b4d');
    expect((await run(done, { seed: 'demo' })).name).toBe('a1c4df1c-ec74-4df7-9433-b9c3ddbb4cb8');
  });

  it('finds integrations by table or by function', async () => {
    const { integrations } = lambda(async () => 'found');
    expect((await run(taskMachine(), { integrations })).output).toBe('found');
    expect((await run(taskMachine(), { integrations: (resource) => integrations[resource] })).output).toBe('found');
  });
});

describe('the context object', () => {
  it('says who runs what since when', async () => {
    const machine = machineOf({
      Rest: { Type: 'Wait', Seconds: 60, Next: 'Look' },
      Look: { Type: 'Pass', Output: '{% $states.context %}', End: true },
    });
    const interpreter = interpreterOf(machine);
    const execution = await interpreter.startExecution({ machineArn: MACHINE, name: 'first', input: { n: 1 } });
    expect(execution.output).toEqual({
      Execution: {
        Id: 'arn:aws:states:eu-west-1:111122223333:execution:machine:first',
        Input: { n: 1 },
        Name: 'first',
        RoleArn: 'arn:aws:iam::111122223333:role/machine',
        StartTime: '2026-01-01T00:00:00.000Z',
        RedriveCount: 0,
      },
      StateMachine: { Id: 'arn:aws:states:eu-west-1:111122223333:stateMachine:machine', Name: 'machine' },
      State: { Name: 'Look', EnteredTime: '2026-01-01T00:01:00.000Z' },
    });
  });
});
