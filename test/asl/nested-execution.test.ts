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
    definition: machineOf({ Double: { Type: 'Pass', Output: { twice: '{% $states.input.n * 2 %}' }, End: true } }),
  },
};

describe('states:startExecution', () => {
  it('with .sync:2 waits, and gives input and output as JSON', async () => {
    const execution = await run(parent('.sync:2'), { machines: doubling, input: { n: 4 } });
    expect(execution.output).toMatchObject({
      ExecutionArn: CHILD_RUN,
      Input: { n: 4 },
      Output: { twice: 8 },
      Status: 'SUCCEEDED',
    });
    expect(typesOf(execution)).toContain('TaskSubmitted');
  });

  it('with .sync gives them as JSON text', async () => {
    const execution = await run(parent('.sync'), { machines: doubling, input: { n: 4 } });
    expect(execution.output).toMatchObject({ Input: '{"n":4}', Output: '{"twice":8}' });
  });

  it('without a suffix goes on at once', async () => {
    const waiting = { [CHILD]: { definition: machineOf({ Rest: { Type: 'Wait', Seconds: 50, End: true } }) } };
    const execution = await run(parent(''), { machines: waiting });
    expect(Object.keys(execution.output as object)).toEqual(['ExecutionArn', 'StartDate']);
    expect(secondsOf(execution, 'ExecutionSucceeded')).toEqual([0]);
  });

  it('fails by States.TaskFailed with the description of a child that failed', async () => {
    const failing = { [CHILD]: { definition: machineOf({ No: { Type: 'Fail', Error: 'Broken', Cause: 'badly' } }) } };
    const execution = await run(parent('.sync:2'), { machines: failing });
    expect(execution.error).toBe('States.TaskFailed');
    expect(JSON.parse(execution.cause ?? '')).toMatchObject({
      Error: 'Broken',
      Cause: 'badly',
      Status: 'FAILED',
      Name: 'first',
    });
  });

  it('fails by AWS’s name when there is no such machine, or no such input', async () => {
    const unknown = await run(parent('.sync:2', { StateMachineArn: `${CHILD}-2` }), { machines: doubling });
    expect(unknown.error).toBe('StepFunctions.StateMachineDoesNotExistException');
    const invalid = await run(parent('.sync:2', { Input: 'no json' }), { machines: doubling });
    expect(invalid.error).toBe('StepFunctions.InvalidExecutionInputException');
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
    await expect(interpreter.startExecution(again)).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
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
