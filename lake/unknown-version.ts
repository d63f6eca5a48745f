import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';

export interface VersionAskedFor {
  readonly dataset: string;
  readonly version: number;
  /** Ascending. */
  readonly known: readonly number[];
}

export function unknownVersion({ dataset, version, known }: VersionAskedFor): PlatformError {
  return new PlatformError(ERROR_NAMES.modelVersionUnknown, {
    problem: `the data set '${dataset}' has no such model version`,
    got: version,
    allowed: known.length === 0 ? 'none: no model is registered yet' : `${known[0]} to ${known.at(-1)}`,
    ...(known.length === 0 ? { hint: "run the data set's train state machine" } : {}),
  });
}
