import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { shown } from '../contracts/visible.ts';

/** A key of the landing bucket, which has folders. */
const PLACE_CHARACTERS = 300;

export interface Refusal {
  readonly file: string;
  /** 1 is the first; absent where the file as a whole is at fault. */
  readonly line?: number;
  readonly column?: string;
  /** What the file breaks, as a clause: 'the header names this column twice'. */
  readonly rule: string;
  readonly got?: unknown;
  readonly allowed?: string;
  readonly hint: string;
  readonly cause?: unknown;
}

/** The one error with which a whole delivery is refused: nothing of it is committed. */
export function refusal({ file, line, column, rule, ...evidence }: Refusal): PlatformError {
  const place = [shown(file, PLACE_CHARACTERS)];
  if (line !== undefined) place.push(`line ${line}`);
  if (column !== undefined) place.push(`column '${shown(column)}'`);
  return new PlatformError(ERROR_NAMES.sourceRefused, { problem: `${place.join(', ')}: ${rule}`, ...evidence });
}
