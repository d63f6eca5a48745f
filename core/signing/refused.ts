import type { Evidence } from '../contracts/errors.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';

export function refused(problem: string, evidence: Omit<Evidence, 'problem'> = {}): PlatformError {
  return new PlatformError(ERROR_NAMES.signatureRefused, { problem, ...evidence });
}
