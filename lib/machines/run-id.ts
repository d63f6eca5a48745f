import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import { allowedRunId, RUN_ID_LENGTH, type RunKind, runIdPattern } from '../../core/contracts/steps/common.ts';
import type { Expressions } from './jsonata.ts';

const HASH_CHARACTERS = 16;

/**
 * The run id of an execution that is beginning: the one that its input gives, or its name. A name may be one that no run can have (EventBridge gives
 * 73 characters): then it keeps its beginning, and ends in a hash of the whole, so that no two executions share an id. Bracketed, to stand
 * inside other expressions.
 */
export function runIdOf(kind: RunKind): string {
  const kept = RUN_ID_LENGTH[kind] - HASH_CHARACTERS - 1;
  const statements = [
    '$named := $string($exists($states.input.runId) ? $states.input.runId : $states.context.Execution.Name)',
    `$short := $substring($replace($named, /[^A-Za-z0-9_-]/, '-'), 0, ${kept})`,
    `$contains($named, /${runIdPattern(kind)}/) ? $named : $short & '-' & $substring($hash($named, 'SHA-256'), 0, ${HASH_CHARACTERS})`,
  ];
  return `(${statements.join('; ')})`;
}

/**
 * The run id of a child that works beside another one of the same run. An id that has no room for the suffix keeps its beginning, and has a hash
 * of the whole before the suffix.
 *
 * @param suffix '-naive'
 */
export function childRunId(suffix: string): string {
  const kept = RUN_ID_LENGTH.run - suffix.length;
  const short = `$substring($runId, 0, ${kept - HASH_CHARACTERS - 1}) & '-' & $substring($hash($runId, 'SHA-256'), 0, ${HASH_CHARACTERS})`;
  return `(($length($runId) <= ${kept} ? $runId : ${short}) & '${suffix}')`;
}

/** Whoever gives an id will look for the run under it: nothing else is used in its place, but to tell of the refusal. */
export function isUnusable(kind: RunKind): string {
  return `$exists($states.input.runId) and $states.input.runId != ${runIdOf(kind)}`;
}

export function unusableRunId(kind: RunKind): Expressions {
  return {
    Error: `'${ERROR_NAMES.stepInputInvalid}'`,
    Cause:
      `"the input's runId cannot be used; got '" & $string($states.input.runId) & "'; allowed: ${allowedRunId(kind)}; ` +
      `hint: leave it out, and the run is called after the execution"`,
    Told: 'false',
  };
}
