import { expect, it } from '@jest/globals';
import { differencesOf } from '../../../scripts/verify-deploy/life/destroy.ts';

it('says what is left behind, and what is gone and should be kept', () => {
  expect(differencesOf(new Set(['a', 'b']), new Set(['b', 'c']))).toEqual([
    'left behind: a',
    'gone, and should be kept: c',
  ]);
});
