import type { Denied } from '../denied/denied.ts';
import type { Call } from './call.ts';

/** What is expected of a stack's policies: calls that pass, and calls that do not. */
export interface Expectations {
  readonly needed: readonly Call[];
  readonly denied: readonly Denied[];
}

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

/** Every statement of the policies was changed, one at a time. */
export interface Mutation {
  readonly mutants: number;
  /** Changes that no expectation notices: what was changed is superfluous, or a call is missing that it refuses or allows. */
  readonly survivors: readonly string[];
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
  /** Where it was asked for. */
  readonly mutation?: Mutation;
}
