import { describe, expect, it } from '@jest/globals';
import { lambda, LAMBDA, machineOf, named, run, secondsOf, typesOf, type RunOptions } from './support.ts';

function map(fields: object, Mode: 'INLINE' | 'DISTRIBUTED'): object {
  const Call = { Type: 'Task', Resource: LAMBDA, Arguments: '{% $states.input %}', End: true };
  const ItemProcessor = { ProcessorConfig: { Mode }, StartAt: 'Call', States: { Call } };
  return machineOf({ Each: { Type: 'Map', Items: [1, 2, 3, 4], ItemProcessor, End: true, ...fields } });
}

/** Takes a second, and fails for the items up to this one. */
function failingUpTo(last: number): RunOptions {
  return lambda(async ({ arguments: item, sleep }) => {
    await sleep(1000);
    if (Number(item) <= last) throw named('Bad');
    return item;
  });
}

function distributed(fields: object, failing = 0, more: RunOptions = {}) {
  return run(map(fields, 'DISTRIBUTED'), { ...failingUpTo(failing), ...more });
}

const EXCEEDED = 'States.ExceedToleratedFailureThreshold';

describe('the tolerated failures of a distributed Map', () => {
  it.each([
    ['none of none', {}, 0, undefined],
    ['one of none', {}, 1, EXCEEDED],
    ['one of a count of 0', { ToleratedFailureCount: 0 }, 1, EXCEEDED],
    ['none of a count of 0', { ToleratedFailureCount: 0 }, 0, undefined],
    ['as many as the count', { ToleratedFailureCount: 2 }, 2, undefined],
    ['one more than the count', { ToleratedFailureCount: 2 }, 3, EXCEEDED],
    ['one of 0 %', { ToleratedFailurePercentage: 0 }, 1, EXCEEDED],
    ['just the percentage', { ToleratedFailurePercentage: 50 }, 2, undefined],
    ['a little more than the percentage', { ToleratedFailurePercentage: 49.9 }, 2, EXCEEDED],
    ['all of 100 %', { ToleratedFailurePercentage: 100 }, 4, undefined],
    [
      'over the count, under the percentage',
      { ToleratedFailureCount: 1, ToleratedFailurePercentage: 100 },
      2,
      EXCEEDED,
    ],
    ['under the count, over the percentage', { ToleratedFailureCount: 4, ToleratedFailurePercentage: 25 }, 2, EXCEEDED],
    ['under both', { ToleratedFailureCount: 2, ToleratedFailurePercentage: 50 }, 2, undefined],
    ['an evaluated count', { ToleratedFailureCount: '{% 1 + 1 %}' }, 2, undefined],
    ['over an evaluated percentage', { ToleratedFailurePercentage: '{% 20 + 5 %}' }, 2, EXCEEDED],
  ])('%s: %j', async (_, fields, failing, error) => {
    const execution = await distributed(fields, failing);
    expect(execution.error).toBe(error);
    expect(typesOf(execution)).toContain(error === undefined ? 'MapRunSucceeded' : 'MapRunFailed');
  });

  it('are told by their text', async () => {
    const execution = await distributed({}, 1);
    expect(execution.cause).toBe('The specified tolerated failure threshold was exceeded');
    const details = execution.events.find(({ type }) => type === 'MapRunFailed')?.mapRunFailedEventDetails;
    expect(details).toEqual({ error: EXCEEDED, cause: 'The specified tolerated failure threshold was exceeded' });
  });

  it('may be caught, and the Map tried again', async () => {
    const fields = { Retry: [{ ErrorEquals: [EXCEEDED], MaxAttempts: 1, IntervalSeconds: 10 }] };
    // A second for the children, ten of delay, and a second again.
    expect(secondsOf(await distributed(fields, 1), 'MapStateStarted')).toEqual([0, 11]);
  });

  it('keep their place in the output, as Error and Cause', async () => {
    const { output } = await distributed({ ToleratedFailureCount: 1 }, 1);
    expect(output).toEqual([{ Error: 'Bad', Cause: expect.stringContaining('"errorType":"Bad"') }, 2, 3, 4]);
  });

  it('do not count what is not there', async () => {
    expect((await distributed({ Items: [], ToleratedFailurePercentage: 0 })).output).toEqual([]);
  });
});

describe('the tolerated failures of an inline Map', () => {
  it('tolerate nothing', async () => {
    const execution = await run(map({ ToleratedFailureCount: 4 }, 'INLINE'), failingUpTo(1));
    expect(execution.error).toBe('Bad');
  });
});

describe('MaxConcurrency', () => {
  it.each([
    [1, 4],
    [3, 2],
    [4, 1],
    [0, 1],
    ['{% 2 %}', 2],
  ])('%s of a distributed Map takes %d seconds', async (MaxConcurrency, seconds) => {
    const execution = await distributed({ MaxConcurrency });
    expect(execution.output).toEqual([1, 2, 3, 4]);
    expect(secondsOf(execution, 'ExecutionSucceeded')).toEqual([seconds]);
  });

  it('runs an inline Map without items at once', async () => {
    const execution = await run(map({ Items: [], MaxConcurrency: 2 }, 'INLINE'), failingUpTo(9));
    expect(execution.output).toEqual([]);
    expect(typesOf(execution).slice(2)).toEqual([
      'MapStateStarted',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
  });
});

describe.each(['INLINE', 'DISTRIBUTED'] as const)('a limit of an %s Map', (mode) => {
  it.each([
    ['MaxConcurrency', -1, 'MaxConcurrency cannot be negative.'],
    ['MaxConcurrency', 1.5, 'MaxConcurrency must be an integer.'],
    ['ToleratedFailureCount', -1, 'ToleratedFailureCount cannot be negative.'],
    ['ToleratedFailureCount', 0.5, 'ToleratedFailureCount must be an integer.'],
    ['ToleratedFailurePercentage', -0.1, 'ToleratedFailurePercentage must be between 0 and 100.'],
    ['ToleratedFailurePercentage', 100.1, 'ToleratedFailurePercentage must be between 0 and 100.'],
  ])('%s is not %d', async (field, input, complaint) => {
    const execution = await run(map({ [field]: '{% $states.input %}' }, mode), { ...failingUpTo(0), input });
    expect([execution.error, execution.cause]).toEqual([
      'States.QueryEvaluationError',
      `An error occurred while executing the state 'Each' (entered at the event id #2). ${complaint}`,
    ]);
    expect(typesOf(execution)).not.toContain('MapStateStarted');
  });

  it.each([
    ['MaxConcurrency', 0],
    ['ToleratedFailureCount', 0],
    ['ToleratedFailurePercentage', 0],
    ['ToleratedFailurePercentage', 100],
  ])('%s may be %d', async (field, input) => {
    const execution = await run(map({ [field]: '{% $states.input %}' }, mode), { ...failingUpTo(0), input });
    expect(execution.output).toEqual([1, 2, 3, 4]);
  });

  it('is a number', async () => {
    const untrue = await run(map({ MaxConcurrency: '{% false %}' }, mode), failingUpTo(0));
    expect(untrue.cause).toContain("Expected 'number', but was 'boolean' for value: false");
    const execution = await run(map({ MaxConcurrency: '{% "2" %}' }, mode), failingUpTo(0));
    expect(execution.cause).toContain(
      "The JSONata expression '\"2\"' specified for the field 'MaxConcurrency' returned an unexpected result type. Expected 'number', but was 'string' for value: \"2\"",
    );
  });
});
