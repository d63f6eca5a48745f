import { describe, expect, it } from '@jest/globals';
import { interpreterOf, MACHINE, machineOf, run, secondsOf, typesOf, eventOf } from './support.ts';

const CHILD = 'arn:aws:states:eu-west-1:111122223333:stateMachine:child';
const CHILD_RUN = 'arn:aws:states:eu-west-1:111122223333:execution:child:first';

function parent(suffix: string, parameters: object = {}, more: object = {}): object {
  const Arguments = { StateMachineArn: CHILD, Name: 'first', Input: '{% $states.input %}', ...parameters };
  const Resource = `arn:aws:states:::states:startExecution${suffix}`;
  return machineOf({ Start: { Type: 'Task', Resource, Arguments, End: true, ...more } });
}

const doubling = {
  [CHILD]: {
    definition: machineOf({
      Rest: { Type: 'Wait', Seconds: 7, Next: 'Double' },
      Double: { Type: 'Pass', Output: { twice: '{% $states.input.n * 2 %}' }, End: true },
    }),
  },
};

describe('states:startExecution', () => {
  const succeeded = {
    ExecutionArn: CHILD_RUN,
    InputDetails: { Included: true },
    Name: 'first',
    OutputDetails: { Included: true },
    RedriveCount: 0,
    RedriveStatus: 'NOT_REDRIVABLE',
    RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    StartDate: 1_767_225_600_000,
    StateMachineArn: CHILD,
    Status: 'SUCCEEDED',
    StopDate: 1_767_225_607_000,
  };

  it('with .sync:2 waits, and gives input and output as JSON', async () => {
    const execution = await run(parent('.sync:2'), { machines: doubling, input: { n: 4 } });
    expect(execution.output).toEqual({ ...succeeded, Input: { n: 4 }, Output: { twice: 8 } });
    expect(typesOf(execution)).toContain('TaskSubmitted');
  });

  it('with .sync gives them as JSON text', async () => {
    const execution = await run(parent('.sync'), { machines: doubling, input: { n: 4 } });
    expect(execution.output).toEqual({ ...succeeded, Input: '{"n":4}', Output: '{"twice":8}' });
  });

  it('takes its Input as JSON or as JSON text, and an empty object where there is none', async () => {
    const inputOf = async (Input: unknown) => {
      const { output } = await run(parent('.sync:2', { Input }), { machines: doubling, input: { n: 1 } });
      return output;
    };
    expect(await inputOf('{"n":5}')).toMatchObject({ Input: { n: 5 }, Output: { twice: 10 } });
    expect(await inputOf({ n: 6 })).toMatchObject({ Input: { n: 6 } });
    const Resource = 'arn:aws:states:::states:startExecution.sync:2';
    const shown = { [CHILD]: { definition: machineOf({ Show: { Type: 'Succeed' } }) } };
    const machine = machineOf({ Start: { Type: 'Task', Resource, Arguments: { StateMachineArn: CHILD }, End: true } });
    expect((await run(machine, { machines: shown })).output).toMatchObject({ Input: {}, Output: {} });
  });

  it.each([[{ StateMachineArn: 1 }], [{ Name: 1 }]])('fails by States.Runtime for %j', async (parameters) => {
    const execution = await run(parent('.sync:2', parameters), { machines: doubling });
    expect([execution.error, execution.cause]).toEqual([
      'States.Runtime',
      'startExecution needs StateMachineArn, as text',
    ]);
  });

  it.each(['{% null %}', []])('fails by States.Runtime for the Arguments %j', async (Arguments) => {
    const execution = await run(parent('.sync:2', {}, { Arguments }), { machines: doubling });
    expect(execution.error).toBe('States.Runtime');
  });

  it('without a suffix goes on at once', async () => {
    const waiting = { [CHILD]: { definition: machineOf({ Rest: { Type: 'Wait', Seconds: 50, End: true } }) } };
    const execution = await run(parent(''), { machines: waiting });
    expect(execution.output).toEqual({ ExecutionArn: CHILD_RUN, StartDate: 1_767_225_600_000 });
    expect(secondsOf(execution, 'ExecutionSucceeded')).toEqual([0]);
  });

  it('fails by States.TaskFailed with the description of a child that failed', async () => {
    const failing = { [CHILD]: { definition: machineOf({ No: { Type: 'Fail', Error: 'Broken', Cause: 'badly' } }) } };
    const execution = await run(parent('.sync:2'), { machines: failing });
    expect(execution.error).toBe('States.TaskFailed');
    expect(JSON.parse(execution.cause ?? '')).toEqual({
      Cause: 'badly',
      Error: 'Broken',
      ExecutionArn: CHILD_RUN,
      Input: '{}',
      InputDetails: { Included: true },
      Name: 'first',
      RedriveCount: 0,
      RedriveStatus: 'REDRIVABLE',
      StartDate: 1_767_225_600_000,
      StateMachineArn: CHILD,
      Status: 'FAILED',
      StopDate: 1_767_225_600_000,
    });
  });

  it('fails by AWS’s name when there is no such machine, or no such input', async () => {
    const unknown = await run(parent('.sync:2', { StateMachineArn: `${CHILD}-2` }), { machines: doubling });
    expect([unknown.error, unknown.cause]).toEqual([
      'StepFunctions.StateMachineDoesNotExistException',
      `State Machine Does Not Exist: '${CHILD}-2'`,
    ]);
    const invalid = await run(parent('.sync:2', { Input: 'no json' }), { machines: doubling });
    expect([invalid.error, invalid.cause]).toEqual([
      'StepFunctions.InvalidExecutionInputException',
      "Invalid Execution Input: 'no json' is not JSON",
    ]);
  });

  it('stops the child when the parent times out', async () => {
    const waiting = { [CHILD]: { definition: machineOf({ Rest: { Type: 'Wait', Seconds: 500, End: true } }) } };
    const ends: string[] = [];
    const execution = await run(parent('.sync:2', {}, { TimeoutSeconds: 5 }), {
      machines: waiting,
      onEvent: ({ arn }, { type }) => void (arn === CHILD_RUN && ends.push(type)),
    });
    expect(execution.error).toBe('States.Timeout');
    expect(ends).toEqual(['ExecutionStarted', 'WaitStateEntered', 'ExecutionAborted']);
  });
});

describe('an execution name', () => {
  const waiting = machineOf({ Rest: { Type: 'Wait', Seconds: 5, End: true } });

  it('asked for twice while it runs, with the same input, is the same execution', async () => {
    const interpreter = interpreterOf(waiting);
    const request = { machineArn: MACHINE, name: 'once', input: { n: 1 } };
    const [first, second] = await Promise.all([
      interpreter.startExecution(request),
      interpreter.startExecution(request),
    ]);
    expect(second.events).toBe(first.events);
  });

  it('is refused with another input, or when the execution is over', async () => {
    const interpreter = interpreterOf(waiting);
    const running = interpreter.startExecution({ machineArn: MACHINE, name: 'once', input: 1 });
    const again = { machineArn: MACHINE, name: 'once', input: 2 };
    await expect(interpreter.startExecution(again)).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: "Execution Already Exists: 'arn:aws:states:eu-west-1:111122223333:execution:machine:once'",
    });
    await running;
    await expect(interpreter.startExecution({ ...again, input: 1 })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it('ends as ABORTED when it is stopped', async () => {
    const interpreter = interpreterOf(waiting);
    const running = interpreter.startExecution({ machineArn: MACHINE, name: 'once', input: 1 });
    interpreter.stopExecution(MACHINE.replace('stateMachine', 'execution') + ':once', { error: 'Enough' });
    const execution = await running;
    expect([execution.status, execution.error]).toEqual(['ABORTED', 'Enough']);
    expect(eventOf(execution, 'ExecutionAborted').previousEventId).toBe(0);
  });
});
