import { describe, expect, it } from '@jest/globals';
import { fileId, followRewrites } from '../../../core/ingest/follow-rewrites.ts';

const KNOWN = [
  { files: ['a'], deliveries: ['A'] },
  { files: ['b'], deliveries: ['B'] },
];
const rewrite = (removed: readonly string[], added: readonly string[]) => ({ removed, added });
const follow = (rewrites: Parameters<typeof followRewrites>[1], ...live: readonly string[]) =>
  followRewrites(KNOWN, rewrites, new Set(live));

describe('what became of files that bronze knew', () => {
  it('is what it was where they are there, and nothing where they are not', () => {
    expect(follow([], 'a', 'b', 'c')).toEqual(KNOWN);
    expect(follow([], 'b')).toEqual([KNOWN[1]]);
  });

  it('is that the files in whose place others were laid are those', () => {
    expect(follow([rewrite(['a', 'b'], ['x', 'y'])], 'x', 'y')).toEqual([
      { files: ['x', 'y'], deliveries: ['A', 'B'] },
    ]);
    expect(follow([rewrite(['a'], ['x']), rewrite(['x'], ['y'])], 'b', 'y')).toEqual([
      KNOWN[1],
      { files: ['y'], deliveries: ['A'] },
    ]);
  });

  it('keeps together what was laid together, when a part of it is laid anew', () => {
    const laid = [rewrite(['a', 'b'], ['x', 'y']), rewrite(['y'], ['z'])];
    expect(follow(laid, 'x', 'z')).toEqual([{ files: ['x', 'z'], deliveries: ['A', 'B'] }]);
  });

  it.each([
    ['one of them is there no more', [rewrite(['a', 'b'], ['x', 'y'])], ['x']],
    ['they are laid together with one that bronze never knew', [rewrite(['a', 'b', 'c'], ['x'])], ['x']],
    [
      'a part is laid together with such a one',
      [rewrite(['a', 'b'], ['x', 'y']), rewrite(['x', 'c'], ['z'])],
      ['y', 'z'],
    ],
    [
      'a part is there no more, and the other is laid anew',
      [rewrite(['a', 'b'], ['x', 'y']), rewrite(['x'], ['z'])],
      ['z'],
    ],
    ['only what was never known is laid', [rewrite(['c'], ['a', 'b'])], ['a', 'b']],
  ])('is unknown of all of them where %s', (_, rewrites, live) => {
    expect(follow(rewrites, ...live)).toEqual([]);
  });
});

it('tells a file from itself with other rows deleted', () => {
  expect(fileId({ file: 'a' })).not.toBe(fileId({ file: 'a', reading: '[[],"u1"]' }));
});
