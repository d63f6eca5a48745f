import { describe, expect, it } from '@jest/globals';
import { compareFiles } from '../../../core/signing/compare-files.ts';

const SIGNED = new Map([
  ['a', '1'],
  ['b', '2'],
  ['c', '3'],
]);

function differences(present: Readonly<Record<string, string>>): readonly string[] {
  return compareFiles(SIGNED, new Map(Object.entries(present)));
}

describe('compareFiles', () => {
  it.each([
    ['the same', { c: '3', a: '1', b: '2' }, []],
    ['changed', { a: '1', b: '9', c: '3' }, ['b has changed']],
    ['added', { a: '1', b: '2', c: '3', d: '9' }, ['d was added']],
    ['removed', { a: '1', c: '3' }, ['b was removed']],
    ['renamed', { a: '1', d: '2', c: '3' }, ['b was renamed to d']],
    ['swapped', { a: '2', b: '1', c: '3' }, ['a has the content of b', 'b has the content of a']],
    ['copied over another', { a: '1', b: '1', c: '3' }, ['b has changed']],
    ['copied', { a: '1', b: '2', c: '3', d: '1' }, ['d was added']],
    ['all gone', {}, ['a was removed', 'b was removed', 'c was removed']],
    ['everything at once', { a: '9', d: '2', e: '8', c: '3' }, ['a has changed', 'b was renamed to d', 'e was added']],
  ])('%s', (_, present, expected) => {
    expect(differences(present as Record<string, string>)).toEqual(expected);
  });
});
