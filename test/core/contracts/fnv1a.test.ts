import { expect, it } from '@jest/globals';
import { fnv1a } from '../../../core/contracts/fnv1a.ts';

/** The test vectors of the function's authors: http://www.isthe.com/chongo/tech/comp/fnv/ */
it.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])("fnv1a('%s') is as published", (text, hash) => {
  expect(fnv1a(text)).toBe(hash);
});
