import type { Call } from './call.ts';

/** What was asked for one promise, and what came of it. */
export interface Row {
  readonly kind: string;
  readonly asked: number;
  readonly allowed: number;
}

/** A call that was answered otherwise than it has to be. */
export interface Finding {
  readonly kind: string;
  readonly call: Call;
}

/** Of one environment. */
export interface Verdict {
  readonly environment: string;
  readonly needed: Row;
  readonly denied: readonly Row[];
  /** Calls that the code makes, and may not. */
  readonly refused: readonly Finding[];
  /** Calls that have to be denied, and are not. */
  readonly allowed: readonly Finding[];
  readonly problems: readonly string[];
}
