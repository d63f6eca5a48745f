import { describe, expect, it } from '@jest/globals';
import { eventOf, lambda, LAMBDA, machineOf, run, taskMachine, typesOf } from './support.ts';

describe('Assign and Output', () => {
  it('ends by what Succeed puts out, and by its input where it puts out nothing', async () => {
    const end = (fields: object) => run(machineOf({ End: { Type: 'Succeed', ...fields } }), { input: { n: 2 } });
    expect((await end({ Output: '{% $states.input.n + 1 %}' })).output).toBe(3);
    expect((await end({})).output).toEqual({ n: 2 });
  });

  it('both see the variables as they were before the state', async () => {
    const execution = await run(
      machineOf({
        One: { Type: 'Pass', Assign: { n: 1 }, Next: 'Two' },
        Two: { Type: 'Pass', Assign: { n: '{% $n + 1 %}', m: '{% $n %}' }, Output: '{% $n %}', Next: 'Three' },
        Three: { Type: 'Pass', Assign: { other: 0 }, Next: 'Four' },
        Four: { Type: 'Pass', Output: ['{% $states.input %}', '{% $n %}', '{% $m %}'], End: true },
      }),
    );
    expect(execution.output).toEqual([1, 2, 1]);
  });
});

describe('a field that cannot be evaluated', () => {
  it.each([
    [{ Assign: { n: '{% $error("no") %}' } }, 'Assign/n'],
    [{ Output: { a: { b: ['{% $error("no") %}'] } } }, 'Output/a/b[0]'],
    [{ Output: '{% $error("no") %}', Assign: { n: '{% $error("no") %}' } }, 'Assign/n'],
  ])('is named: %j', async (fields, field) => {
    const execution = await run(machineOf({ S: { Type: 'Pass', ...fields, End: true } }));
    expect(execution.cause).toContain(`specified for the field '${field}' threw an error`);
  });

  it.each([
    ['Arguments', { Arguments: { n: '{% $error("no") %}' } }, 'Arguments/n'],
    ['Credentials', { Credentials: { RoleArn: '{% 1 %}' } }, 'Credentials/RoleArn'],
    ['TimeoutSeconds', { TimeoutSeconds: '{% "1" %}' }, 'TimeoutSeconds'],
    ['HeartbeatSeconds', { HeartbeatSeconds: '{% "1" %}' }, 'HeartbeatSeconds'],
  ])('is named: %s of a Task', async (_, fields, field) => {
    const execution = await run(taskMachine(fields), { ...lambda(async () => null) });
    expect(execution.cause).toContain(`specified for the field '${field}' `);
    expect(eventOf(execution, 'EvaluationFailed').evaluationFailedEventDetails.location).toBe(field);
  });
});

describe('Fail', () => {
  it.each([
    [{}, undefined, undefined],
    [{ Error: 'E' }, 'E', undefined],
    [{ Cause: 'C' }, undefined, 'C'],
    [{ Error: '{% "E" & $states.input %}', Cause: '{% "C" & $states.input %}' }, 'E7', 'C7'],
  ])('of %j ends the execution so', async (fields, error, cause) => {
    const execution = await run(machineOf({ No: { Type: 'Fail', ...fields } }), { input: 7 });
    expect([execution.status, execution.error, execution.cause]).toEqual(['FAILED', error, cause]);
    const details = { ...(cause === undefined ? {} : { cause }), ...(error === undefined ? {} : { error }) };
    expect(eventOf(execution, 'ExecutionFailed').executionFailedEventDetails).toStrictEqual(details);
  });

  it.each(['Error', 'Cause'])('needs a text for %s', async (field) => {
    const execution = await run(machineOf({ No: { Type: 'Fail', [field]: '{% 1 %}' } }));
    expect(execution.error).toBe('States.QueryEvaluationError');
    expect(execution.cause).toContain(`for the field '${field}' returned an unexpected result type. Expected 'string'`);
  });
});

describe('Task', () => {
  it('hands its input to a function without Arguments, and the result to Output', async () => {
    const machine = machineOf({
      Call: { Type: 'Task', Resource: LAMBDA, Output: { r: '{% $states.result %}' }, End: true },
    });
    const execution = await run(machine, {
      ...lambda(async ({ arguments: argument }) => ({ got: argument })),
      input: { a: 1 },
    });
    expect(execution.output).toEqual({ r: { got: { a: 1 } } });
  });

  it('hands on a result of null, not its input', async () => {
    const nothing = lambda(async () => undefined);
    expect((await run(taskMachine(), { ...nothing, input: 7 })).output).toBeNull();
    const machine = taskMachine({ Output: { result: '{% $states.result %}', input: '{% $states.input %}' } });
    expect((await run(machine, { ...nothing, input: 7 })).output).toEqual({ result: null, input: 7 });
  });

  it("writes a function's own ARN as LambdaFunction events", async () => {
    const resource = 'arn:aws:lambda:eu-west-1:111122223333:function:f';
    const machine = machineOf({ Call: { Type: 'Task', Resource: resource, End: true } });
    const execution = await run(machine, { integrations: { [resource]: async () => 1 } });
    expect(typesOf(execution)[2]).toBe('LambdaFunctionScheduled');
    expect(eventOf(execution, 'LambdaFunctionSucceeded').lambdaFunctionSucceededEventDetails.output).toBe('1');
  });

  it('with .sync writes TaskSubmitted when the handler says so', async () => {
    const key = 'arn:aws:states:::sagemaker:createTrainingJob';
    const machine = machineOf({ Train: { Type: 'Task', Resource: `${key}.sync`, Arguments: {}, End: true } });
    const execution = await run(machine, {
      integrations: {
        [key]: async ({ submitted, pattern }) => {
          submitted({ TrainingJobArn: 'arn' });
          return { pattern };
        },
      },
    });
    expect(execution.output).toEqual({ pattern: 'sync' });
    expect(typesOf(execution).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
    const details = eventOf(execution, 'TaskSubmitted').taskSubmittedEventDetails;
    expect(details).toMatchObject({
      output: '{"TrainingJobArn":"arn"}',
      resource: 'createTrainingJob.sync',
      resourceType: 'sagemaker',
    });
  });

  it('tells a listener of every event in order', async () => {
    const seen: string[] = [];
    const execution = await run(taskMachine(), {
      ...lambda(async () => 1),
      onEvent: (_, { type }) => void seen.push(type),
    });
    expect(seen).toEqual(typesOf(execution));
  });
});
