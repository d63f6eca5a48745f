import { describe, expect, it } from '@jest/globals';
import { LAMBDA, machineOf, problemsOf, run } from './support.ts';

const pass = { Type: 'Pass', End: true };
const reads = (name: string) => ({ ...pass, Output: `{% $${name} %}` });

/** The places at which a variable is read that nothing can have assigned. */
function undefinedAt(states: Record<string, object>): readonly string[] {
  return problemsOf(machineOf(states), { strict: true }).map(
    (problem) =>
      /^POSSIBLY_UNDEFINED_VARIABLE: Variable '(.+)' is possibly not defined\. at (.+)$/
        .exec(problem)
        ?.slice(1)
        .join(' ') ?? problem,
  );
}

describe('a variable has a value', () => {
  it('when the state before assigned it, not when nobody did', () => {
    expect(undefinedAt({ A: { Type: 'Pass', Assign: { a: 1 }, Next: 'B' }, B: reads('a') })).toEqual([]);
    expect(undefinedAt({ A: reads('a') })).toEqual(['a /States/A/Output']);
    expect(undefinedAt({ A: { ...pass, Output: '{% $exists($a) ? $A : 0 %}' } })).toEqual([
      'a /States/A/Output',
      'A /States/A/Output',
    ]);
  });

  it('not yet in the state that assigns it, unless the state is come to again', () => {
    const own = { Assign: { a: '{% $exists($a) ? $a + 1 : 0 %}' } };
    expect(undefinedAt({ A: { ...pass, ...own } })).toEqual(['a /States/A/Assign/a']);
    const Again = { Type: 'Choice', Choices: [{ Condition: '{% $a < 3 %}', Next: 'A' }], Default: 'Z' };
    expect(undefinedAt({ A: { Type: 'Pass', ...own, Next: 'Again' }, Again, Z: pass })).toEqual([]);
  });

  it('not when only a later state assigns it', () => {
    const B = { ...pass, Assign: { a: 1 } };
    expect(undefinedAt({ A: { Type: 'Pass', Output: '{% $a %}', Next: 'B' }, B })).toEqual(['a /States/A/Output']);
  });

  it('when one of several ways assigns it', () => {
    const Go = {
      Type: 'Choice',
      Choices: [{ Condition: true, Next: 'Z', Assign: { a: 1 } }],
      Default: 'Z',
      Assign: { b: 1 },
    };
    expect(undefinedAt({ Go, Z: { ...pass, Output: '{% [$a, $b, $c] %}' } })).toEqual(['c /States/Z/Output']);
  });

  it('by the catcher that was taken, and not by the state that failed', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Assign: { caught: 1 }, Next: 'Failed' }];
    const Call = { Type: 'Task', Resource: LAMBDA, Assign: { done: 1 }, Catch, Next: 'Done' };
    const read = { ...pass, Output: '{% [$done, $caught] %}' };
    expect(undefinedAt({ Call, Done: read, Failed: read })).toEqual([
      'caught /States/Done/Output',
      'done /States/Failed/Output',
    ]);
  });

  it('inside of a Map or Parallel when it has one around it, and not the other way round', () => {
    const around = { Type: 'Pass', Assign: { a: 1 }, Next: 'In' };
    const inner = (name: string) => ({
      StartAt: name,
      States: { [name]: { Type: 'Pass', Assign: { own: '{% $a %}' }, Next: `${name}2` }, [`${name}2`]: reads('own') },
    });
    const after = reads('own');
    const In = { Type: 'Parallel', Branches: [inner('B')], Next: 'After' };
    expect(undefinedAt({ around, In, After: after })).toEqual(['own /States/After/Output']);
    const each = { Type: 'Map', Items: '{% [$a] %}', ItemProcessor: inner('I'), Next: 'After' };
    expect(undefinedAt({ around, In: each, After: after })).toEqual(['own /States/After/Output']);
  });

  it('in no sibling branch', () => {
    const Branches = [
      { StartAt: 'B', States: { B: { ...pass, Assign: { a: 1 } } } },
      { StartAt: 'C', States: { C: reads('a') } },
    ];
    expect(undefinedAt({ In: { Type: 'Parallel', Branches, End: true } })).toEqual([
      'a /States/In/Branches[1]/States/C/Output',
    ]);
  });

  it('not in the children of a distributed Map, whose own fields see it', () => {
    const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
    const ItemProcessor = { ProcessorConfig, StartAt: 'I', States: { I: reads('a') } };
    const In = { Type: 'Map', Items: '{% [$a] %}', ItemSelector: '{% $a %}', ItemProcessor, End: true };
    expect(undefinedAt({ A: { Type: 'Pass', Assign: { a: 1 }, Next: 'In' }, In })).toEqual([
      'a /States/In/ItemProcessor/States/I/Output',
    ]);
  });

  it.each([
    '($x := 1; $x)',
    '($f := function($n){ $n = 0 ? 1 : $f($n - 1) }; $f(3))',
    '$map([1], function($v, $i, $all){ $v + $i + $count($all) })',
    '$reduce([1, 2], function($a, $b){ ($c := $a; $c + $b) })',
    '$states.input.a@$v.b[$v.c = d]',
    "$states.input.a#$i.{'n': $i}",
    '$sum([1]) + $count($partition([1], 1)) + $millis()',
    '$map([1], $string)',
  ])('when the expression itself gives it one: %s', (expression) => {
    expect(undefinedAt({ A: { ...pass, Output: `{% ${expression} %}` } })).toEqual([]);
  });

  it.each([
    ['($x := 1; $x) + $x', 'x'],
    ['function($n){ $n } ~> $g($n)', 'g'],
    ['$eval("1")', 'eval'],
    ['$randomSeeded(1)', 'randomSeeded'],
    ['[($a := 1; 2), $a]', 'a'],
  ])('only within the brackets that define it: %s', (expression, name) => {
    expect(undefinedAt({ A: { ...pass, Output: `{% ${expression} %}` } })[0]).toBe(`${name} /States/A/Output`);
  });

  it('or the state fails when it is run: AWS creates such a machine, with a warning', async () => {
    const machine = machineOf({ A: reads('nobody') });
    expect(problemsOf(machine)).toEqual([]);
    expect((await run(machine)).cause).toContain(
      "The JSONata expression '$nobody' specified for the field 'Output' returned nothing",
    );
  });
});

describe('a name that a branch assigns', () => {
  const assigning = { StartAt: 'F', States: { F: { ...pass, Assign: { v: 1 } } } };
  const Catch = [{ ErrorEquals: ['States.ALL'], Assign: { v: 2 }, Next: 'Z' }];
  const parallel = { Type: 'Parallel', Branches: [assigning], Next: 'Z' };
  const map = { Type: 'Map', Items: [1], ItemProcessor: assigning, Next: 'Z' };

  it.each([parallel, map])('may be assigned by the Catch around it, as on AWS: %j', async (state) => {
    const machine = machineOf({ P: { ...state, Catch }, Z: { Type: 'Succeed' } });
    expect(problemsOf(machine, { strict: true })).toEqual([]);
    expect((await run(machine)).output).toEqual([{}].map(() => (state === map ? 1 : {})));
  });

  it('may be so through two walls', () => {
    const nested = { StartAt: 'N', States: { N: { ...parallel, Next: undefined, End: true } } };
    const machine = machineOf({
      P: { Type: 'Parallel', Branches: [nested], Catch, Next: 'Z' },
      Z: { Type: 'Succeed' },
    });
    expect(problemsOf(JSON.parse(JSON.stringify(machine)))).toEqual([]);
  });

  it.each([
    ['the state’s own Assign', { Assign: { v: 2 } }, {}],
    ['another state’s Assign', {}, { Assign: { v: 2 } }],
    ['another state’s Catch', {}, { Type: 'Task', Resource: LAMBDA, Catch: [{ ...Catch[0], Next: 'Z' }] }],
  ])('may not be assigned by %s', (_, own, other) => {
    const machine = machineOf({
      A: { Type: 'Pass', Next: 'P', ...other },
      P: { ...parallel, ...own },
      Z: { Type: 'Succeed' },
    });
    expect(problemsOf(machine)).toEqual([
      "DUPLICATE_VARIABLE_NAME: The variable name 'v' was already defined in a parent scope. at /States/P/Branches[0]/States/F/Assign/v",
    ]);
  });
});
