import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from '../../asl/index.ts';
import { machineOf, run, secondsOf } from './support.ts';

async function evaluate(expression: string, options: { input?: Json; seed?: number } = {}) {
  const machine = machineOf({ Look: { Type: 'Pass', Output: `{% ${expression} %}`, End: true } });
  const execution = await run(machine, options);
  return execution.status === 'SUCCEEDED' ? execution.output : execution.cause;
}

describe('JSONata in Step Functions', () => {
  it('has $partition, $range, $hash and $parse', async () => {
    expect(await evaluate('$partition([1,2,3], 2)')).toEqual([[1, 2], [3]]);
    expect(await evaluate('$range(0, 10, 5)')).toEqual([0, 5, 10]);
    expect(await evaluate('$range(10, 0, -5)')).toEqual([10, 5, 0]);
    expect(await evaluate('$range(1, 9, 9)')).toBe(1);
    // RFC 1321 and FIPS 180: the digests of "abc".
    expect(await evaluate('$hash("abc", "MD5")')).toBe('900150983cd24fb0d6963f7d28e17f72');
    expect(await evaluate('$hash("abc", "SHA-1")')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
    expect(await evaluate('$hash("abc", "SHA-256")')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(await evaluate('$parse("{\\"a\\":[1]}").a[0]')).toBe(1);
  });

  it('draws $random, $uuid and $shuffle from the seed', async () => {
    const draws = '[$random(), $random(), $uuid(), $shuffle([1,2,3,4,5,6,7,8,9])]';
    expect(await evaluate(draws)).toEqual(await evaluate(draws));
    expect(await evaluate(draws)).not.toEqual(await evaluate(draws, { seed: 2 }));
    expect(await evaluate('$random(7) = $random(7)')).toBe(true);
    expect(await evaluate('$random() = $random()')).toBe(false);
    expect(await evaluate('$uuid()')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(await evaluate('$sort($shuffle([3,1,2]))')).toEqual([1, 2, 3]);
  });

  it('reads the time from the interpreter’s clock', async () => {
    expect(await evaluate('$now()')).toBe('2026-01-01T00:00:00.000Z');
    expect(await evaluate('$now("[Y]/[M01]")')).toBe('2026/01');
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
    expect(await evaluate('$partition([1], 0)')).toContain('must be a positive integer');
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
