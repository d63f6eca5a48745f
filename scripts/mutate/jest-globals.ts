import { expect } from 'expect';

/** What a test imports from '@jest/globals', as jest makes it: its runner and its expectations, in this process. */
export { afterAll, afterEach, beforeAll, beforeEach, describe, it, test } from 'jest-circus';
export { expect };

/** A snapshot kills no mutant: what nobody reads, nobody agreed to. */
expect.extend({ toMatchSnapshot: () => ({ pass: true, message: () => '' }) });
