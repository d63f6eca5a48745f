import { describe, expect, it } from '@jest/globals';
import { fileId, followRewrites } from '../../../core/ingest/follow-rewrites.ts';

const KNOWN = [
  { files: ['a'], deliveries: ['A'] },
  { files: ['b'], deliveries: ['B'] },
];
const rewrite = (removed: readonly string[], added: readonly string[]) => ({ removed, added, isRewrite: true });
const change = (removed: readonly string[], added: readonly string[]) => ({ removed, added, isRewrite: false });

describe('what became of files that bronze knew', () => {
  it('is what it was where nothing happened, or only files came', () => {
    expect(followRewrites(KNOWN, [])).toEqual(KNOWN);
    expect(followRewrites(KNOWN, [change([], ['c']), rewrite([], ['a'])])).toEqual(KNOWN);
  });

  it('is that the files in whose place others were laid are those', () => {
    expect(followRewrites(KNOWN, [rewrite(['a', 'b'], ['x', 'y'])])).toEqual([
      { files: ['x', 'y'], deliveries: ['A', 'B'] },
    ]);
    expect(followRewrites(KNOWN, [rewrite(['a'], ['x']), rewrite(['x'], ['y'])])).toEqual([
      { files: ['b'], deliveries: ['B'] },
      { files: ['y'], deliveries: ['A'] },
    ]);
  });

  it('keeps together what was laid together, when a part of it is laid anew', () => {
    const laid = [rewrite(['a', 'b'], ['x', 'y']), rewrite(['y'], ['z'])];
    expect(followRewrites(KNOWN, laid)).toEqual([{ files: ['x', 'z'], deliveries: ['A', 'B'] }]);
  });

  it.each([
    ['one of them changes', [rewrite(['a', 'b'], ['x', 'y']), change(['y'], ['z'])]],
    ['one of them changed before', [change(['a'], ['c']), rewrite(['c', 'b'], ['x'])]],
    ['they are laid together with one that bronze never knew', [change([], ['c']), rewrite(['a', 'b', 'c'], ['x'])]],
    ['what changed in part is laid anew', [rewrite(['a', 'b'], ['x', 'y']), change(['y'], []), rewrite(['x'], ['z'])]],
  ])('is unknown of all of them where %s', (_, commits) => {
    expect(followRewrites(KNOWN, commits)).toEqual([]);
  });

  it('is unknown of a file that went and came back: its rows may have been others', () => {
    expect(followRewrites(KNOWN, [change(['a'], ['c']), change(['c'], ['a'])])).toEqual([KNOWN[1]]);
  });
});

it('tells a file from itself with other rows deleted', () => {
  expect(fileId({ file: 'a' })).not.toBe(fileId({ file: 'a', reading: '[[],"u1"]' }));
});
