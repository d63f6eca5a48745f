import { describe, expect, it } from '@jest/globals';
import type { Execution } from '../../asl/index.ts';
import { eventOf, interpreterOf, lambda, LAMBDA, MACHINE, machineOf, named, run, typesOf } from './support.ts';

const NOT_CUT = { truncated: false };
const noItems = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };

/** Id, what it follows, type, and details where there are any. */
function shortly({ events }: Execution): readonly (readonly unknown[])[] {
  return events.map(({ id, previousEventId, type, timestamp, ...rest }) => {
    expect(timestamp).toMatch(/^2026-01-01T00:00:0\d\.000Z$/);
    return [id, previousEventId, type, ...Object.entries(rest).map(([key, details]) => ({ [key]: details }))];
  });
}

function entered(name: string, input: string) {
  return { stateEnteredEventDetails: { name, input, inputDetails: NOT_CUT } };
}

function exited(name: string, output: string, more: object = {}) {
  return { stateExitedEventDetails: { name, output, outputDetails: NOT_CUT, ...more } };
}

describe('the history', () => {
  it('says what every state got and gave', async () => {
    const machine = machineOf({
      Set: { Type: 'Pass', Assign: { n: 1 }, Output: 'set', Next: 'Ask' },
      Ask: { Type: 'Task', Resource: LAMBDA, Arguments: { n: '{% $n %}' }, TimeoutSeconds: 60, Next: 'Rest' },
      Rest: { Type: 'Wait', Seconds: 1, Next: 'Done' },
      Done: { Type: 'Succeed' },
    });
    const execution = await run(machine, { ...lambda(async () => 'answer'), input: { x: 1 } });
    const own = { resource: 'invoke', resourceType: 'lambda' };
    const roleArn = 'arn:aws:iam::111122223333:role/machine';
    const assigned = { assignedVariables: { n: '1' }, assignedVariablesDetails: NOT_CUT };
    const scheduled = { parameters: '{"n":1}', region: 'eu-west-1', timeoutInSeconds: 60 };
    expect(shortly(execution)).toStrictEqual([
      [
        1,
        0,
        'ExecutionStarted',
        { executionStartedEventDetails: { input: '{"x":1}', inputDetails: NOT_CUT, roleArn } },
      ],
      [2, 0, 'PassStateEntered', entered('Set', '{"x":1}')],
      [3, 2, 'PassStateExited', exited('Set', '"set"', assigned)],
      [4, 3, 'TaskStateEntered', entered('Ask', '"set"')],
      [5, 4, 'TaskScheduled', { taskScheduledEventDetails: { ...scheduled, ...own } }],
      [6, 5, 'TaskStarted', { taskStartedEventDetails: own }],
      [7, 6, 'TaskSucceeded', { taskSucceededEventDetails: { output: '"answer"', outputDetails: NOT_CUT, ...own } }],
      [8, 7, 'TaskStateExited', exited('Ask', '"answer"')],
      [9, 8, 'WaitStateEntered', entered('Rest', '"answer"')],
      [10, 9, 'WaitStateExited', exited('Rest', '"answer"')],
      [11, 10, 'SucceedStateEntered', entered('Done', '"answer"')],
      [12, 11, 'SucceedStateExited', exited('Done', '"answer"')],
      [
        13,
        12,
        'ExecutionSucceeded',
        { executionSucceededEventDetails: { output: '"answer"', outputDetails: NOT_CUT } },
      ],
    ]);
  });

  it('lets the iterations of one worker follow each other, and the exit the last one', async () => {
    const ItemProcessor = { StartAt: 'Item', States: { Item: { Type: 'Pass', End: true } } };
    const machine = machineOf({
      Each: { Type: 'Map', Items: ['a', 'b'], MaxConcurrency: 1, ItemProcessor, End: true },
    });
    const iteration = (index: number) => ({ index, name: 'Each' });
    expect(shortly(await run(machine)).slice(1, -1)).toEqual([
      [2, 0, 'MapStateEntered', entered('Each', '{}')],
      [3, 2, 'MapStateStarted', { mapStateStartedEventDetails: { length: 2 } }],
      [4, 3, 'MapIterationStarted', { mapIterationStartedEventDetails: iteration(0) }],
      [5, 4, 'PassStateEntered', entered('Item', '"a"')],
      [6, 5, 'PassStateExited', exited('Item', '"a"')],
      [7, 6, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: iteration(0) }],
      [8, 6, 'MapIterationStarted', { mapIterationStartedEventDetails: iteration(1) }],
      [9, 8, 'PassStateEntered', entered('Item', '"b"')],
      [10, 9, 'PassStateExited', exited('Item', '"b"')],
      [11, 10, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: iteration(1) }],
      [12, 11, 'MapStateSucceeded'],
      [13, 11, 'MapStateExited', exited('Each', '["a","b"]')],
    ]);
  });

  it('lets the exit of a Parallel follow the branch that ended last', async () => {
    const rest = (name: string, Seconds: number) => ({
      StartAt: name,
      States: { [name]: { Type: 'Wait', Seconds, End: true } },
    });
    const machine = machineOf({ Fan: { Type: 'Parallel', Branches: [rest('Long', 3), rest('Short', 1)], End: true } });
    expect(shortly(await run(machine)).slice(2, -1)).toEqual([
      [3, 2, 'ParallelStateStarted'],
      [4, 3, 'WaitStateEntered', entered('Long', '{}')],
      [5, 3, 'WaitStateEntered', entered('Short', '{}')],
      [6, 5, 'WaitStateExited', exited('Short', '{}')],
      [7, 4, 'WaitStateExited', exited('Long', '{}')],
      [8, 7, 'ParallelStateSucceeded'],
      [9, 7, 'ParallelStateExited', exited('Fan', '[{},{}]')],
    ]);
  });

  it('closes everything that a failure aborts, and nothing that was over', async () => {
    const long = { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 100, End: true } } };
    const pass = { StartAt: 'Over', States: { Over: { Type: 'Pass', End: true } } };
    const task = (name: string) => ({
      StartAt: name,
      States: { [name]: { Type: 'Task', Resource: LAMBDA, End: true } },
    });
    const ItemProcessor = { StartAt: 'Pair', States: { Pair: { Type: 'Parallel', Branches: [long], End: true } } };
    const pairs = { StartAt: 'Pairs', States: { Pairs: { Type: 'Map', Items: [1, 2], ItemProcessor, End: true } } };
    const Branches = [pairs, pass, task('Quick'), task('Slow')];
    const execution = await run(
      machineOf({ Fan: { Type: 'Parallel', Branches, End: true } }),
      lambda(async ({ stateName, sleep }) => {
        await sleep(stateName === 'Quick' ? 1000 : 9000);
        throw named('Bad');
      }),
    );
    const iteration = (index: number) => ({ mapIterationAbortedEventDetails: { index, name: 'Pairs' } });
    const failed = execution.events.findIndex(({ type }) => type === 'TaskFailed') + 1;
    expect(failed).toBe(22);
    expect(shortly(execution).slice(failed, -1)).toEqual([
      [23, 22, 'TaskStateAborted'],
      [24, 22, 'MapIterationAborted', iteration(0)],
      [25, 22, 'WaitStateAborted'],
      [26, 22, 'ParallelStateAborted'],
      [27, 22, 'MapIterationAborted', iteration(1)],
      [28, 22, 'WaitStateAborted'],
      [29, 22, 'ParallelStateAborted'],
      [30, 22, 'MapStateAborted'],
      [31, 22, 'TaskStateAborted'],
      [32, 22, 'ParallelStateFailed'],
    ]);
    expect(execution.events.at(-1)).toMatchObject({ id: 33, previousEventId: 32, type: 'ExecutionFailed' });
  });

  it.each([
    ['before its state', { Type: 'Pass', Output: '{% $error("no") %}' }, 5, 3, { location: 'Output' }],
    ['before its state without a field', { Type: 'Map', ItemProcessor: noItems }, 5, 3, {}],
    ['before its state, but for a Timestamp', { Type: 'Wait', Timestamp: 'x' }, 5, 4, { location: 'Timestamp' }],
    [
      'last in its state',
      { Type: 'Task', Resource: LAMBDA, Output: { a: '{% $error("no") %}' } },
      8,
      7,
      { location: 'Output/a' },
    ],
  ])('lets EvaluationFailed follow what came %s', async (_, state, id, previousEventId, where) => {
    const machine = machineOf({ First: { Type: 'Pass', Next: 'S' }, S: { ...state, End: true } });
    const execution = await run(machine, { ...lambda(async () => 'x') });
    const failed = eventOf(execution, 'EvaluationFailed');
    expect([failed.id, failed.previousEventId]).toEqual([id, previousEventId]);
    expect(failed.evaluationFailedEventDetails).toStrictEqual({
      error: 'States.QueryEvaluationError',
      cause: execution.cause,
      ...where,
      state: 'S',
    });
    expect(execution.events[id].previousEventId).toBe(id);
  });

  it('closes no state that was left, however close the failure comes', async () => {
    const task = { StartAt: 'Ask', States: { Ask: { Type: 'Task', Resource: LAMBDA, End: true } } };
    const failingAfter = (steps: number) => {
      const names = [...Array.from({ length: steps }, (_, index) => `S${index}`), 'No'];
      const States = Object.fromEntries(
        names.slice(0, -1).map((name, at) => [name, { Type: 'Pass', Next: names[at + 1] }]),
      );
      return { StartAt: names[0], States: { ...States, No: { Type: 'Fail', Error: 'E' } } };
    };
    for (let steps = 0; steps < 40; steps += 1) {
      const fan = { Type: 'Parallel', Branches: [task, failingAfter(steps)], End: true };
      const types = typesOf(
        await run(
          machineOf({ Fan: fan }),
          lambda(async () => null),
        ),
      );
      expect(types.filter((type) => /^TaskState(Exited|Aborted)$/.test(type))).toHaveLength(1);
    }
  });

  it.each(['TaskScheduled', 'TaskSucceeded'])(
    'ends where its listener throws at %s: such a defect is neither retried nor caught',
    async (fatal) => {
      let seen = 0;
      const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Done' }];
      const Call = { Type: 'Task', Resource: LAMBDA, Retry: [{ ErrorEquals: ['States.ALL'] }], Catch, End: true };
      const interpreter = interpreterOf(machineOf({ Call, Done: { Type: 'Succeed' } }), {
        ...lambda(async () => null),
        onEvent: (_, { type }) => {
          if (type !== fatal) return;
          seen += 1;
          throw new TypeError('a defect');
        },
      });
      await expect(interpreter.startExecution({ machineArn: MACHINE, input: 1 })).rejects.toThrow('a defect');
      expect(seen).toBe(1);
    },
  );

  it.each(['INLINE', 'DISTRIBUTED'])('tells no more of an %s Map in which there is a defect', async (Mode) => {
    const ItemProcessor = {
      ProcessorConfig: { Mode },
      StartAt: 'Rest',
      States: { Rest: { Type: 'Wait', Seconds: 1, End: true } },
    };
    const Each = { Type: 'Map', Items: [1, 2], ItemProcessor, End: true };
    const fatal = Mode === 'INLINE' ? 'WaitStateExited' : 'MapRunSucceeded';
    const seen: string[] = [];
    const interpreter = interpreterOf(machineOf({ Each }), {
      onEvent: (_, { type }) => {
        seen.push(type);
        if (type === fatal) throw new TypeError('a defect');
      },
    });
    await expect(interpreter.startExecution({ machineArn: MACHINE, input: 1 })).rejects.toThrow('a defect');
    expect(seen.at(-1)).toBe(fatal);
  });
});
