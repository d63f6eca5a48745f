import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { AuditBreak } from '../core/ports.ts';

export function auditTampered(dataset: string, { at, problem }: AuditBreak): PlatformError {
  return new PlatformError(ERROR_NAMES.auditTampered, {
    problem: `the record of the moves of Production of '${dataset}' is broken at ${at}: ${problem}`,
    hint: "nothing moves until it is mended: the runbook's heading 'The audit of Production is broken' says how",
  });
}
