import { describe, expect, it } from '@jest/globals';
import { parseTimestamp } from '../../asl/states/wait.ts';
import { eventOf, lambda, LAMBDA, machineOf, run, secondsOf, taskMachine, typesOf } from './support.ts';

describe('Choice', () => {
  const choice = (fields: object = {}) =>
    machineOf({
      Which: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input > 10 %}', Next: 'Big', Output: 'big' },
          { Condition: '{% $states.input > 5 %}', Next: 'Big', Output: 'medium' },
        ],
        ...fields,
      },
      Big: { Type: 'Succeed' },
    });

  it('takes the first rule that holds', async () => {
    expect((await run(choice(), { input: 20 })).output).toBe('big');
    expect((await run(choice(), { input: 6 })).output).toBe('medium');
  });

  it('fails by States.NoChoiceMatched without a Default', async () => {
    expect((await run(choice(), { input: 1 })).error).toBe('States.NoChoiceMatched');
    expect((await run(choice({ Default: 'Big' }), { input: 1 })).output).toBe(1);
  });

  it('wants a boolean', async () => {
    const Choices = [{ Condition: '{% 1 %}', Next: 'Big' }];
    const execution = await run(choice({ Choices }));
    expect(execution.cause).toContain("Expected 'boolean', but was 'number' for value: 1");
  });
});

describe('Wait', () => {
  it('waits until a Timestamp', async () => {
    const machine = machineOf({ Until: { Type: 'Wait', Timestamp: '2026-01-01T00:01:00+00:00', End: true } });
    // The virtual clock starts with 2026.
    expect(secondsOf(await run(machine), 'WaitStateExited')).toEqual([60]);
  });

  it.each([
    ['2026-01-01T00:00:00Z', Date.UTC(2026, 0, 1)],
    ['2026-01-01T02:00:00.123456789+02:00', Date.UTC(2026, 0, 1, 0, 0, 0, 123)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2026-02-30T00:00:00Z', undefined],
    ['2026-01-01T24:00:00Z', undefined],
    ['2026-01-01T00:00:00', undefined],
    ['2026-01-01', undefined],
    ['2026-01-01 00:00:00Z', undefined],
  ])('reads %s', (text, instantMs) => {
    expect(parseTimestamp(text)).toBe(instantMs);
  });
});

describe('Assign and Output', () => {
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

describe('orchestration', () => {
  it('costs less than 5 ms a state', async () => {
    const states = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [
        `S${index}`,
        {
          Type: 'Pass',
          Assign: { n: '{% $states.input.n + 1 %}' },
          Output: { n: '{% $states.input.n + 1 %}' },
          ...(index === 499 ? { End: true } : { Next: `S${index + 1}` }),
        },
      ]),
    );
    const started = performance.now();
    const execution = await run(machineOf(states), { input: { n: 0 } });
    const msPerState = (performance.now() - started) / 500;
    process.stdout.write(`orchestration: ${msPerState.toFixed(3)} ms a state\n`);
    expect(execution.output).toEqual({ n: 500 });
    expect(msPerState).toBeLessThan(5);
  });
});
