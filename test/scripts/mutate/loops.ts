import { it } from '@jest/globals';

it('never ends', () => {
  for (let i = 0; i >= 0; i = (i + 1) % 9);
});
