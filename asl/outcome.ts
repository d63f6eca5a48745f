import { dataLimitExceeded } from './errors.ts';
import { exceedsPayloadLimit, isObject, jsonText, type Json, type JsonObject } from './json.ts';
import type { Assignment } from './variables.ts';
import type { Results, Visit } from './visit.ts';

/** How a state ends. Without `next` it is the last one. */
export interface Outcome {
  readonly output: Json;
  readonly assigned: readonly Assignment[];
  readonly next: string | undefined;
}

interface ClosingFields {
  readonly Output?: Json | undefined;
  readonly Assign?: JsonObject | undefined;
  readonly Next?: string | undefined;
}

interface Closing extends Results {
  /** What holds the fields, when it is not the state itself: 'Choices[1]/'. */
  readonly holder?: string;
}

/**
 * Applies Output and Assign. Both see the variables as they were before the state. Without Output, what the state has
 * brought forth is handed on: its result, its error output, or its input.
 *
 * @throws StateFailure States.QueryEvaluationError, States.DataLimitExceeded
 */
export async function conclude(visit: Visit, fields: ClosingFields, closing: Closing = {}): Promise<Outcome> {
  const { Assign, Output } = fields;
  const { holder = '', ...results } = closing;
  const values = Assign === undefined ? {} : await visit.evaluate(`${holder}Assign`, Assign, results);
  const assigned = assignmentsOf(values);
  visit.lane.variables.require(assigned, visit.name);
  // Not `??` for the result: null is one.
  const otherwise = results.result === undefined ? (results.errorOutput ?? visit.input) : results.result;
  const output = Output === undefined ? otherwise : await visit.evaluate(`${holder}Output`, Output, results);
  if (exceedsPayloadLimit(jsonText(output))) throw dataLimitExceeded(visit.name);
  return { output, assigned, next: fields.Next };
}

function assignmentsOf(values: Json): readonly Assignment[] {
  return isObject(values)
    ? Object.entries(values).map(([name, value]) => ({ name, value, text: jsonText(value) }))
    : [];
}
