import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FUNCTION_NAMES } from '../../asl/function-names.ts';
import type { Json } from '../../asl/index.ts';
import { machineOf, run, secondsOf } from './support.ts';

async function evaluate(expression: string, options: { input?: Json; seed?: number } = {}) {
  const machine = machineOf({ Look: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });
  const execution = await run(machine, options);
  return execution.status === 'SUCCEEDED' ? execution.output : execution.cause;
}

describe('JSONata in Step Functions', () => {
  it('has $partition and $parse', async () => {
    expect(await evaluate('$partition([1,2,3], 2)')).toEqual([[1, 2], [3]]);
    expect(await evaluate('$partition([1,2,3,4], 2)')).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await evaluate('$partition([1,2], 1)')).toEqual([[1], [2]]);
    expect(await evaluate('$parse("{\\"a\\":[1]}").a[0]')).toBe(1);
    expect(await evaluate('$parse("{")')).toContain('JSON');
  });

  it('has $range, of as many items as AWS allows, and as a JSONata sequence', async () => {
    expect(await evaluate('$range(0, 10, 5)')).toEqual([0, 5, 10]);
    expect(await evaluate('$range(0, 9, 5)')).toEqual([0, 5]);
    expect(await evaluate('$range(10, 0, -5)')).toEqual([10, 5, 0]);
    expect(await evaluate('$range(1, 9, 9)')).toBe(1);
    expect(await evaluate('$range(2, 1, 1)')).toContain('returned nothing (undefined).');
    expect(await evaluate('$count($range(1, 360145, 1))')).toBe(360_145);
    expect(await evaluate('$range(1, 360146, 1)')).toContain('Expression evaluation memory limit exceeded');
  });

  // As AWS answers them.
  it.each([
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ['$range(1.7, 5, 1)', [1, 2, 3, 4, 5]],
    ['$range(5, 1, -1.5)', [5, 4, 3, 2, 1]],
    ['$partition([1,2,3,4,5], 2.9)', [[1, 2], [3, 4], [5]]],
    ['$partition([1,2,3])', [[1, 2, 3]]],
    ['$partition([1,2,3], 9)', [[1, 2, 3]]],
    ['$random(42)', 0.7275636800328681],
    ['$random(0)', 0.730967787376657],
    ['$random(7)', 0.7306990420600421],
    ['$random(0.9) = $random(0)', true],
    ['$random(-1)', 0.26894263088050496],
  ])('cuts fractions off, and draws as Java does: %s', async (expression, expected) => {
    expect(await evaluate(expression)).toEqual(expected);
  });

  it.each([
    '$range(1, 5)',
    '$range(1, 5, 0)',
    '$range(5, 1, 1)',
    '$range(1, 5, 0.5)',
    '$partition([1], 0)',
    '$partition([], 1)',
  ])('gives nothing for %s', async (expression) => {
    expect(await evaluate(expression)).toContain('returned nothing (undefined).');
  });

  it('has every function that it says it has', async () => {
    for (const name of FUNCTION_NAMES) expect([name, await evaluate(`$type($${name})`)]).toEqual([name, 'function']);
  });

  // FIPS 180 and RFC 1321: the digests of "abc".
  it.each([
    ['MD5', '900150983cd24fb0d6963f7d28e17f72'],
    ['SHA-1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['SHA-256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['SHA-384', 'cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7'],
    [
      'SHA-512',
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    ],
  ])('has $hash by %s', async (algorithm, digest) => {
    expect(await evaluate(`$hash("abc", "${algorithm}")`)).toBe(digest);
  });

  it.each([
    ['$partition("ab", 1)', 'the first argument of $partition must be an array'],
    ['$partition([1], -1)', 'the second argument of $partition must be zero or greater'],
    ['$partition([1], "1")', 'the second argument of $partition must be a number'],
    ['$range(0, "1", 1)', 'the arguments of $range must be numbers'],
    ['$random("1")', 'the argument of $random must be a number'],
    ['$hash(1, "MD5")', 'the first argument of $hash must be a string'],
    ['$hash("abc", "SHA1")', 'the second argument of $hash must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512'],
  ])('refuses %s', async (expression, complaint) => {
    expect(await evaluate(expression)).toContain(`threw an error during evaluation. ${complaint}`);
  });

  it.each(['$partition(missing, 1)', '$hash(missing, "MD5")', '$parse(missing)', '$shuffle(missing)'])(
    'gives nothing for nothing: %s',
    async (expression) => {
      expect(await evaluate(expression.replace('missing', '$states.input.missing'))).toContain(
        'returned nothing (undefined).',
      );
    },
  );

  it('draws $random, $uuid and $shuffle from the seed', async () => {
    const draws = '[$random(), $random(), $uuid(), $shuffle([1,2,3,4,5,6,7,8,9])]';
    expect(await evaluate(draws)).toEqual(await evaluate(draws));
    expect(await evaluate(draws)).toEqual([
      0.12643182718689516,
      0.49027272060850535,
      '03b0a6f3-5890-488d-87e6-d4b86bbaab28',
      ...[7, 4, 6, 8, 1, 2, 5, 9, 3],
    ]);
    expect(await evaluate(draws)).not.toEqual(await evaluate(draws, { seed: 2 }));
    expect(await evaluate('$random(7) = $random(7)')).toBe(true);
    expect(await evaluate('$random(7) = $random(8)')).toBe(false);
    expect(await evaluate('$random() = $random()')).toBe(false);
    expect(await evaluate('$uuid()')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await evaluate('$sort($shuffle([3,1,2]))')).toEqual([1, 2, 3]);
  });

  it('reads the time from the interpreter’s clock', async () => {
    expect(await evaluate('$now()')).toBe('2026-01-01T00:00:00.000Z');
    expect(await evaluate('$now("[Y]/[M01]")')).toBe('2026/01');
    expect(await evaluate('$now("[D01] [H01]:[m01]", "+0200")')).toBe('01 02:00');
    expect(await evaluate('$millis()')).toBe(Date.UTC(2026, 0, 1));
  });

  it('has no $eval', async () => {
    expect(await evaluate('$eval("1")')).toContain('T1006: Attempted to invoke a non-function');
  });

  it('fails with the field, the expression and the reason', async () => {
    const said =
      "An error occurred while executing the state 'Look' (entered at the event id #2). The JSONata expression ";
    expect(await evaluate('$error("no good")')).toBe(
      `${said}'$error("no good")' specified for the field 'Output' threw an error during evaluation. D3137: no good`,
    );
    expect(await evaluate('[$sum]')).toBe(
      `${said}'[$sum]' specified for the field 'Output' returned an unsupported result type.`,
    );
    const nested = machineOf({ Look: { Type: 'Pass', Output: { a: [1, '{% $error("no") %}'] }, End: true } });
    expect((await run(nested)).cause).toContain("specified for the field 'Output/a[1]' threw");
  });

  it.each(['$sum', 'function($x){ $x }', '{ "f": $sum }', '[1, [function($x){ $x }]]'])(
    'cannot hand on a function: %s',
    async (expression) => {
      expect(await evaluate(expression)).toContain('returned an unsupported result type.');
    },
  );

  it('leaves out what is undefined, and has no negative zero', async () => {
    expect(await evaluate('{ "a": $states.input.missing, "b": 1 }')).toEqual({ b: 1 });
    expect(await evaluate('[1, $states.input.missing, 2]')).toEqual([1, 2]);
    expect(Object.is(await evaluate('0 * -1'), 0)).toBe(true);
  });

  it('is only what stands between {% and %} without a blank outside', async () => {
    const texts = [' {% 1 %}', '%}', '1 %}', 'a {% 1 %}'];
    const machine = machineOf({ Look: { Type: 'Pass', Output: texts, End: true } });
    expect((await run(machine)).output).toEqual(texts);
    expect((await run(machineOf({ Look: { Type: 'Pass', Output: '{%1%}', End: true } }))).output).toBe(1);
  });

  it('hands any JSON on unchanged', async () => {
    const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        expect(await evaluate('$states.input.value', { input: { value } })).toEqual(value);
      }),
      { numRuns: 100 },
    );
  });

  it('gives a waiting machine the time that has passed', async () => {
    const machine = machineOf({
      Rest: { Type: 'Wait', Seconds: 90, Assign: { then: '{% $millis() %}' }, Next: 'Show' },
      Show: { Type: 'Pass', Output: '{% $then %}', End: true },
    });
    const execution = await run(machine);
    expect(execution.output).toBe(Date.UTC(2026, 0, 1, 0, 1, 30));
    expect(secondsOf(execution, 'ExecutionSucceeded')).toEqual([90]);
  });
});
