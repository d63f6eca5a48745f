import type { PlatformError } from '../core/contracts/errors.ts';
import { refusal } from '../core/ingest/refusal.ts';

export const WHAT_IS_READ = 'CSV (UTF-8) or Parquet, as it is, or packed by gzip or zip';

export function unpackError(
  file: string,
  rule: string,
  { got, hint }: { readonly got?: string; readonly hint: string },
): PlatformError {
  return refusal({ file, rule, ...(got === undefined ? {} : { got }), allowed: WHAT_IS_READ, hint });
}

/** Packed data that does not unpack to what was packed. */
export function damaged(file: string, what: string, cause: unknown): PlatformError {
  const rule = `the ${what} is damaged`;
  const got = cause instanceof Error ? cause.message : String(cause);
  return refusal({ file, rule, got, hint: 'deliver it again: likely its upload was interrupted', cause });
}

/** @param allowed the limit, of core/contracts/delivery-limits.ts */
export function tooLarge(file: string, got: string, allowed: string): PlatformError {
  return refusal({
    file,
    rule: 'the delivery is larger than one may be',
    got,
    allowed: `at most ${allowed} (core/contracts/delivery-limits.ts)`,
    hint: 'deliver it in parts; where it is no larger than this by right, it is damaged or made to exhaust memory',
  });
}
