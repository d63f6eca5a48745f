import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../../core/signing/canonical-json.ts';

describe('canonicalJson', () => {
  it('sorts keys at every depth, and keeps the order of lists', () => {
    expect(canonicalJson({ b: [{ z: 1, y: null }, 'x'], a: true })).toBe('{"a":true,"b":[{"y":null,"z":1},"x"]}');
  });

  it("is RFC 8785's example", () => {
    const example = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\u002f',
      literals: [null, true, false],
    };
    expect(canonicalJson(example)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code units, as RFC 8785 asks', () => {
    const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonicalJson(keys)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
  });

  it('is the same before and after a journey as JSON', () => {
    const value = { zero: -0, tiny: 5e-324, absent: undefined, text: 'a\u2028' };
    expect(canonicalJson(JSON.parse(JSON.stringify(value)))).toBe(canonicalJson(value));
    expect(canonicalJson(value)).toBe('{"text":"a\u2028","tiny":5e-324,"zero":0}');
  });

  it.each([NaN, Infinity, undefined, [undefined], () => 1, 1n])('refuses %p', (value) => {
    expect(() => canonicalJson(value)).toThrow(RangeError);
  });
});
