import { describe, it } from '@jest/globals';

/** What a test compares with, or looks through, that neither Node nor npm brings along. */
export type Oracle = '../shared/asl-conformance' | 'chromium' | 'java' | 'openssl' | 'python3';

/** The closing line of a run counts skips by this mark: see closing-line-reporter.mjs. */
const mark = (name: string, oracle: Oracle): string => `${name} [needs ${oracle}]`;

/** `describe`, where the oracle was found; else a skip that the closing line of the run counts and explains. */
export function describeWith(oracle: Oracle, found: unknown): (name: string, tests: () => void) => void {
  return (name, tests) => (found === undefined ? describe.skip(mark(name, oracle), tests) : describe(name, tests));
}

/** `it`, likewise. */
export function itWith(oracle: Oracle, found: unknown): (name: string, test: () => Promise<void>) => void {
  return (name, test) => (found === undefined ? it.skip(mark(name, oracle), test) : it(name, test));
}

/** For what looks an oracle up. @returns undefined. @throws where CI demands every oracle: a skip there would be a test that nobody runs */
export function missing(oracle: Oracle, cause?: unknown): undefined {
  if (process.env.REQUIRE_ORACLES === '1')
    throw new Error(`REQUIRE_ORACLES=1, but ${oracle} does not do its part`, { cause });
  return undefined;
}
