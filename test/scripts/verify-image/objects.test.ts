import { describe, expect, it } from '@jest/globals';
import { type Objects, requireSame, sizeOf } from '../../../scripts/verify-image/objects.ts';

const objects = (texts: Readonly<Record<string, string>>): Objects =>
  new Map(Object.entries(texts).map(([name, text]) => [name, new TextEncoder().encode(text)]));

describe("the laptop's objects and the image's", () => {
  it('are the same when every byte is', () => {
    expect(() => requireSame(objects({ a: 'x', b: '' }), objects({ b: '', a: 'x' }))).not.toThrow();
    expect(sizeOf(objects({ a: 'xyz', b: 'x' }))).toBe(4);
  });

  it.each([
    ['another byte', { a: 'xYz' }, 'a: other bytes, from 1 on (3 bytes, expected 3)'],
    ['a byte more', { a: 'xyzz' }, 'a: other bytes, from 3 on (4 bytes, expected 3)'],
    ['a byte less', { a: 'xy' }, 'a: other bytes, from 2 on (2 bytes, expected 3)'],
    ['nothing', {}, 'a: missing'],
    ['one more', { a: 'xyz', b: '' }, 'b: not expected'],
    ['another one', { b: 'xyz' }, 'a: missing\nb: not expected'],
  ])('are not with %s', (_, found, line) => {
    expect(() => requireSame(objects({ a: 'xyz' }), objects(found))).toThrow(`not the laptop's bytes:\n${line}`);
  });
});
