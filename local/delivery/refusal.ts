import type * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Evidence } from '../../core/contracts/errors.ts';

/** What a rehearsal cannot play, it refuses before anything starts. */
export function refusal(evidence: Evidence): PlatformError {
  return new PlatformError(ERROR_NAMES.rehearsalRefused, evidence);
}

/**
 * A part of the template that a rehearsal reads whole: a field that the schema does not know has a meaning that would not be played.
 *
 * @throws RehearsalRefused naming the field
 */
export function readWhole<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...unknown].map(String);
  const got = path.reduce<unknown>((within, key) => Object(within)[key], value);
  throw refusal({
    problem: `${what}: a rehearsal cannot play ${path.length === 0 ? 'it' : path.join('.')}`,
    got: got ?? 'nothing',
    allowed: unknown.length > 0 ? 'what local/delivery reads of it' : (issue?.message ?? ''),
  });
}
