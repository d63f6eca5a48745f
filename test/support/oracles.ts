import { describe, it } from '@jest/globals';
import type { Oracle } from './missing.ts';

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
