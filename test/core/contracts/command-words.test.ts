import { expect, it } from '@jest/globals';
import { shellWord } from '../../../core/contracts/command-words.ts';

it.each([
  ['out/demo', 'out/demo'],
  ['w01-a_b', 'w01-a_b'],
  ['my runs/a', "'my runs/a'"],
  ["it's $5", "'it'\\''s $5'"],
  ['', "''"],
])('%p stands in a command as %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});
