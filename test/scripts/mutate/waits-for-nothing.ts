import { it } from '@jest/globals';

it('never ends', () => new Promise(() => undefined));
