import { dataLimitExceeded } from './errors.ts';
import { exceedsPayloadLimit, isObject, jsonText, type Json, type JsonObject } from './json.ts';
import type { Results, Visit } from './visit.ts';

/** How a state ends. Without `next` it is the last one. */
export interface Outcome {
  readonly output: Json;
  readonly assigned: JsonObject;
  readonly next: string | undefined;
}

interface ClosingFields {
  readonly Output?: Json | undefined;
  readonly Assign?: JsonObject | undefined;
  readonly Next?: string | undefined;
}

/**
 * Applies Output and Assign. Both see the variables as they were before the state. Without Output, what the state has
 * brought forth is handed on: its result, its error output, or its input.
 *
 * @throws StateFailure States.QueryEvaluationError, States.DataLimitExceeded
 */
export async function conclude(visit: Visit, fields: ClosingFields, results: Results = {}): Promise<Outcome> {
  const { Assign, Output } = fields;
  const assigned = Assign === undefined ? {} : await visit.evaluate('Assign', Assign, results);
  // Not `??` for the result: null is one.
  const otherwise = results.result === undefined ? (results.errorOutput ?? visit.input) : results.result;
  const output = Output === undefined ? otherwise : await visit.evaluate('Output', Output, results);
  if (exceedsPayloadLimit(jsonText(output))) throw dataLimitExceeded(visit.name);
  return { output, assigned: isObject(assigned) ? assigned : {}, next: fields.Next };
}
