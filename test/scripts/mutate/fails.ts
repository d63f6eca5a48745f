import { expect, it } from '@jest/globals';

it('fails first', () => {
  expect(1).toBe(2);
});

it('ends the process, were it asked', () => {
  process.exit(7);
});
