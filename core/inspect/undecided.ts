import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';

/** A file as one literal can describe it: something has to be said that the file does not say. */
export function undecided(evidence: {
  readonly problem: string;
  readonly got?: unknown;
  readonly allowed?: string;
  readonly hint: string;
}): PlatformError {
  return new PlatformError(ERROR_NAMES.sourceRefused, evidence);
}

/** What a person should look at. */
export interface Doubt {
  /** Of the literal: 'contract.min'. */
  readonly field: string;
  readonly says: string;
}
