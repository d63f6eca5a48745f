import { describe, expect, it } from '@jest/globals';
import type { Json } from '../../asl/index.ts';
import { eventOf, interpreterOf, lambda, LAMBDA, MACHINE, machineOf, run, taskMachine, typesOf } from './support.ts';

const pass = { Type: 'Pass', End: true };
const REFUSED = 'States.DataLimitExceeded';
/** A text whose JSON has as many bytes. */
const textOf = (bytes: number) => 'x'.repeat(bytes - 2);

const ANSWERS_NULL = lambda(async () => null);

async function assign(assigned: Record<string, Json>, input: Json = {}) {
  const execution = await run(machineOf({ Keep: { ...pass, Assign: assigned } }), { input });
  return execution.status === 'SUCCEEDED' ? 'SUCCEEDED' : [execution.error, execution.cause];
}

describe('variables', () => {
  it('have 262,144 bytes each at most', async () => {
    expect(await assign({ a: textOf(262_144) })).toBe('SUCCEEDED');
    expect(await assign({ b: 1, a: textOf(262_145) })).toEqual([
      REFUSED,
      "The variable 'a' assigned by the state 'Keep' has a size exceeding the maximum of 262144 bytes.",
    ]);
    // The letter has two bytes in UTF-8.
    expect(await assign({ a: 'ü'.repeat(131_072) })).toEqual([REFUSED, expect.stringContaining("The variable 'a'")]);
  });

  it('have 262,144 bytes in one Assign at most', async () => {
    expect(await assign({ a: textOf(131_072), b: textOf(131_072) })).toBe('SUCCEEDED');
    expect(await assign({ a: textOf(131_072), b: textOf(131_073) })).toEqual([
      REFUSED,
      "What the state 'Keep' assigns has a size exceeding the maximum of 262144 bytes.",
    ]);
  });

  it('are measured when a rule or a catcher assigns them, too', async () => {
    const Choices = [{ Condition: true, Next: 'Z', Assign: { a: textOf(262_145) } }];
    const ruled = await run(machineOf({ Go: { Type: 'Choice', Choices }, Z: pass }));
    expect(ruled.error).toBe(REFUSED);
    const Catch = [{ ErrorEquals: ['E'], Next: 'Z', Assign: { a: textOf(262_145) } }];
    const Call = { Type: 'Task', Resource: LAMBDA, Catch, End: true };
    const failing = lambda(async () => Promise.reject(Object.assign(new Error(), { name: 'E' })));
    expect((await run(machineOf({ Call, Z: pass }), failing)).error).toBe(REFUSED);
  });

  it('can be caught where they are too large', async () => {
    const Catch = [{ ErrorEquals: [REFUSED], Next: 'Z' }];
    const Call = { Type: 'Task', Resource: LAMBDA, Assign: { a: '{% $states.result %}' }, Output: 1, Catch, End: true };
    const machine = machineOf({ Call: { ...Call, Assign: { a: textOf(262_145) } }, Z: { ...pass, Output: 'caught' } });
    expect((await run(machine, ANSWERS_NULL)).output).toBe('caught');
  });

  /** States that each assign a variable of a quarter MiB, one after the other. */
  function chain(count: number, nameOf = (index: number) => `v${index}`): Record<string, object> {
    const states = Array.from({ length: count }, (_, index) => {
      const next = index + 1 < count ? { Next: `S${index + 1}` } : { End: true };
      return [`S${index}`, { Type: 'Pass', Assign: { [nameOf(index)]: textOf(262_144) }, ...next }] as const;
    });
    return Object.fromEntries(states);
  }

  it('have 10 MiB in an execution at most', async () => {
    expect((await run(machineOf(chain(40)))).status).toBe('SUCCEEDED');
    const execution = await run(machineOf(chain(41)));
    expect([execution.error, execution.cause]).toEqual([
      REFUSED,
      'What the execution holds in variables has a size exceeding the maximum of 10485760 bytes.',
    ]);
    expect(typesOf(execution).slice(-2)).toEqual(['PassStateEntered', 'ExecutionFailed']);
  });

  it('count once when they are assigned again', async () => {
    expect((await run(machineOf(chain(60, () => 'same')))).status).toBe('SUCCEEDED');
    const full = chain(41, (index) => `v${index % 40}`);
    expect((await run(machineOf(full))).status).toBe('SUCCEEDED');
  });

  it('count in branches as long as these run', async () => {
    const inner = (count: number) => ({ StartAt: 'S0', States: chain(count) });
    const mapping = (items: number, fields: object) =>
      machineOf({ M: { Type: 'Map', Items: Array(items).fill(1), ItemProcessor: inner(20), ...fields, End: true } });
    expect((await run(mapping(6, { MaxConcurrency: 1 }))).status).toBe('SUCCEEDED');
    expect((await run(mapping(6, {}))).error).toBe(REFUSED);
  });
});

describe('Arguments', () => {
  it('have 262,144 bytes at most, whoever they are for', async () => {
    const frame = '{"a":"xxxxxxxxxx","b":""}'.length;
    const call = (bytes: number) =>
      run(taskMachine({ Arguments: { a: '{% $states.input %}', b: 'x'.repeat(bytes - frame) } }), {
        ...lambda(async () => null),
        input: 'x'.repeat(10),
      });
    expect((await call(262_144)).status).toBe('SUCCEEDED');
    const failed = await call(262_145);
    expect([failed.error, failed.cause]).toEqual([
      REFUSED,
      "What the state 'Call' hands on as Arguments has a size exceeding the maximum of 262144 bytes.",
    ]);
    expect(typesOf(failed)).not.toContain('TaskScheduled');
    const Branches = [{ StartAt: 'I', States: { I: pass } }];
    const fan = machineOf({ Fan: { Type: 'Parallel', Arguments: textOf(262_145), Branches, End: true } });
    expect((await run(fan)).error).toBe(REFUSED);
  });
});

describe('an execution’s history', () => {
  const spinning = {
    Spin: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Spin' }], Default: 'Z' },
    Z: { Type: 'Succeed' },
  };
  const failure = {
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  };

  it('ends with event 25,000, which is its failure', async () => {
    const execution = await run(machineOf(spinning));
    expect(execution).toMatchObject({ status: 'FAILED', ...failure });
    expect(execution.events).toHaveLength(25_000);
    expect(execution.events.at(-1)).toMatchObject({
      id: 25_000,
      previousEventId: 24_999,
      type: 'ExecutionFailed',
      executionFailedEventDetails: failure,
    });
    expect(execution.events.at(-2)?.type).toBe('ChoiceStateExited');
  });

  it('counts what branches do, and lets nobody retry or catch its end', async () => {
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Z' }];
    const States = { Spin: { ...spinning.Spin, Default: 'End' }, End: { Type: 'Succeed' } };
    const Branches = [
      { StartAt: 'Spin', States },
      { StartAt: 'Rest', States: { Rest: { Type: 'Wait', Seconds: 9, End: true } } },
    ];
    const fan = machineOf({ Fan: { Type: 'Parallel', Branches, Retry, Catch, Next: 'Z' }, Z: { Type: 'Succeed' } });
    const execution = await run(fan);
    expect(execution).toMatchObject({ status: 'FAILED', ...failure });
    expect(execution.events.map(({ id }) => id)).toEqual(Array.from({ length: 25_000 }, (_, index) => index + 1));
  });

  it('has room for an end of its own', async () => {
    // One event for the start, two a state: the last state exits with event 24,999.
    const Spin = {
      ...spinning.Spin,
      Choices: [{ Condition: '{% $n < 12499 %}', Assign: { n: '{% $n + 1 %}' }, Next: 'Spin' }],
    };
    const counted = machineOf({
      Begin: { Type: 'Pass', Assign: { n: 3 }, Next: 'Spin' },
      Spin,
      Z: { Type: 'Succeed' },
    });
    const execution = await run(counted);
    expect([execution.status, execution.events.length]).toEqual(['SUCCEEDED', 25_000]);
  }, 60_000);

  it('of a child is its own', async () => {
    const ItemProcessor = {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      ...{ StartAt: 'I', States: { I: pass } },
    };
    const items = Array(6_500).fill(1);
    const execution = await run(machineOf({ M: { Type: 'Map', ItemProcessor, End: true } }), { input: items });
    expect(execution.status).toBe('SUCCEEDED');
  });

  it('stops the tasks that are still under way', async () => {
    let stopped: unknown;
    const call = lambda(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      stopped = signal.aborted;
    });
    const Branches = [
      { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: LAMBDA, End: true } } },
      { StartAt: 'Spin', States: spinning },
    ];
    await run(machineOf({ Fan: { Type: 'Parallel', Branches, End: true } }), call);
    await new Promise((resolve) => setImmediate(resolve));
    expect(stopped).toBe(true);
  });
});

async function evaluate(expression: string): Promise<unknown> {
  const execution = await run(machineOf({ Look: { ...pass, Output: `{% ${expression} %}` } }));
  if (execution.status === 'SUCCEEDED') return execution.output;
  expect(execution.error).toBe('States.QueryEvaluationError');
  return execution.cause?.split("specified for the field 'Output' threw an error during evaluation: ")[1];
}

const STACK =
  'Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive';
const MEMORY = 'Expression evaluation memory limit exceeded: Check for excessive memory usage';
const TIME = 'Expression evaluation timeout: Check for infinite loop';
const count = (n: number) => `($f := function($x){ $x <= 0 ? 0 : 1 + $f($x-1) }; $f(${n}))`;
const doubled = (n: number) => `($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("x", ${n})))`;

// Each pair is the last that AWS accepts and the first that it refuses, as floci-io/floci records them.
describe('an expression', () => {
  it.each([
    ['terms', `1${'+1'.repeat(99)}`, 100, `1${'+1'.repeat(100)}`],
    ['brackets', `${'('.repeat(99)}1${')'.repeat(99)}`, 1, `${'('.repeat(100)}1${')'.repeat(100)}`],
    ['links', `1${'~>$string'.repeat(99)}`, '1', `1${'~>$string'.repeat(100)}`],
    ['calls', count(31), 31, count(32)],
  ])('has a depth of 100: %s', async (_, allowed, value, refused) => {
    expect(await evaluate(allowed)).toBe(value);
    expect(await evaluate(refused)).toBe(STACK);
  });

  it('has lists in lists, 99 deep', async () => {
    expect(JSON.stringify(await evaluate(`${'['.repeat(99)}1${']'.repeat(99)}`))).toHaveLength(199);
    expect(await evaluate(`${'['.repeat(100)}1${']'.repeat(100)}`)).toBe(STACK);
  });

  it.each([
    '($f := function($n){ 1 + $f($n) }; $f(1))',
    '($f := function($n){ {"a": 1, "b": $f($n)} }; $f(1))',
    '($f := function($n){ [1, $f($n)] }; $f(1))',
    '($f := function($n){ {"a": $f($n)} }; $f(1))',
    '($f := function($n){ [[$f($n)]] }; $f(1))',
    "($f := function($n){ [1]{'a': $f($n)} }; $f(1))",
  ])('that calls itself without an end overflows: %s', async (expression) => {
    expect(await evaluate(expression)).toBe(STACK);
  });

  it('counts the depth of one member, however many lie beside it', async () => {
    const members = Array.from(
      { length: 60 },
      (_, index) => `"k${index}": $map([1..3], function($x){ {"a": $x, "b": [$x, 0]} })`,
    );
    expect(await evaluate(`{${members.join(',')}}.k59[2]`)).toEqual({ a: 3, b: [3, 0] });
    const groups = '$count($keys([1..5000]{$string($): $map([1], function($x){$x})}))';
    expect(await evaluate(groups)).toBe(5000);
  });

  it.each([
    ['[1..873782] ~> $count()', 873_782, '[1..873783] ~> $count()'],
    [doubled(22), 4_194_304, doubled(23)],
    ['$count($range(1, 360145, 1))', 360_145, '$count($range(1, 360146, 1))'],
  ])('has a memory: %s', async (allowed, value, refused) => {
    expect(await evaluate(allowed)).toBe(value);
    expect(await evaluate(refused)).toBe(MEMORY);
  });

  it.each([
    ['($f := function($n){ $f($n) }; $f(1))', TIME],
    ['$map([1..10000000], function($v){ $v })', MEMORY],
    ['[1..100000].[1..100000]', TIME],
    ['$map([1..1000], function($x){ $count([1..800000]) })', TIME],
    ['($f := function($n){ [$f($n), $f($n)] }; $f(1))', MEMORY],
  ])('comes to an end: %s', async (expression, complaint) => {
    expect(await evaluate(expression)).toBe(complaint);
  });

  it('may take its time as long as AWS lets it', async () => {
    expect(await evaluate('$sum($map([1..200000], function($v){ $v * 2 }))')).toBe(40_000_200_000);
  });

  it('has its limits to itself: what others do at the same time does not add up', async () => {
    const ItemProcessor = { StartAt: 'I', States: { I: { ...pass, Output: `{% ${count(30)} %}` } } };
    const execution = await run(machineOf({ M: { Type: 'Map', Items: [1, 2, 3, 4, 5], ItemProcessor, End: true } }));
    expect(execution.output).toEqual([30, 30, 30, 30, 30]);
  });

  it('can be caught when it overflows', async () => {
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Z' }];
    const Call = { Type: 'Task', Resource: LAMBDA, Arguments: `{% ${count(32)} %}`, Catch, End: true };
    const machine = machineOf({ Call, Z: { ...pass, Output: 'caught' } });
    expect((await run(machine, ANSWERS_NULL)).output).toBe('caught');
  });
});

describe('the context object', () => {
  it('has a RetryCount in Task and Map alone, and never been redriven', async () => {
    const state = '{% $states.context.State %}';
    const Branches = [{ StartAt: 'B', States: { B: { ...pass, Output: state } } }];
    const machine = machineOf({
      P: { Type: 'Pass', Assign: { pass: state }, Next: 'W' },
      W: { Type: 'Wait', Seconds: 0, Assign: { wait: state }, Next: 'T' },
      T: { Type: 'Task', Resource: LAMBDA, Arguments: {}, Assign: { task: state }, Next: 'F' },
      F: { Type: 'Parallel', Branches, Assign: { parallel: state }, Next: 'M' },
      M: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: { StartAt: 'I', States: { I: pass } },
        Assign: { map: state },
        Next: 'C',
      },
      C: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Z', Assign: { choice: state } }] },
      Z: {
        Type: 'Succeed',
        Output: {
          with: '{% $filter(["pass", "wait", "task", "parallel", "map", "choice"], function($n){ $exists($lookup($lookup($all, $n), "RetryCount")) }) %}'.replace(
            '$all',
            '{"pass": $pass, "wait": $wait, "task": $task, "parallel": $parallel, "map": $map, "choice": $choice}',
          ),
          redrives: '{% $states.context.Execution.RedriveCount %}',
        },
      },
    });
    const execution = await run(
      machine,
      lambda(async () => null),
    );
    expect(execution.output).toEqual({ with: ['task', 'map'], redrives: 0 });
  });
});

describe('a child that timed out', () => {
  it('is described without error and cause, which its history has', async () => {
    const child = 'arn:aws:states:eu-west-1:111122223333:stateMachine:child';
    const resting = machineOf({ Rest: { Type: 'Wait', Seconds: 99, End: true } }, { TimeoutSeconds: 9 });
    const Resource = 'arn:aws:states:::states:startExecution.sync:2';
    const parent = machineOf({
      Start: { Type: 'Task', Resource, Arguments: { StateMachineArn: child, Name: 'c' }, End: true },
    });
    const interpreter = interpreterOf(parent, { machines: { [child]: { definition: resting } } });
    const execution = await interpreter.startExecution({ machineArn: MACHINE, input: {} });
    const description = JSON.parse(execution.cause ?? '') as Record<string, Json>;
    expect(execution.error).toBe('States.TaskFailed');
    expect(description).toMatchObject({ Name: 'c', Status: 'TIMED_OUT' });
    expect(Object.keys(description)).not.toContain('Error');
    expect(Object.keys(description)).not.toContain('Cause');
    const own = interpreter.executions()[1];
    expect(eventOf(own, 'ExecutionTimedOut').executionTimedOutEventDetails).toEqual({ error: 'States.Timeout' });
  });
});
