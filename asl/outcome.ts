import { dataLimitExceeded } from './errors.ts';
import { exceedsPayloadLimit, isObject, jsonText, type Json, type JsonObject } from './json.ts';
import type { Extras, Visit } from './visit.ts';

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
 * Applies Output and Assign. Both see the variables as they were before the state.
 *
 * @param otherwise the output when there is no Output field.
 * @throws StateFailure States.QueryEvaluationError, States.DataLimitExceeded
 */
export async function conclude(
  visit: Visit,
  fields: ClosingFields,
  otherwise: Json,
  extras?: Extras,
): Promise<Outcome> {
  const assigned = fields.Assign === undefined ? {} : await visit.evaluate('Assign', fields.Assign, extras);
  const output = fields.Output === undefined ? otherwise : await visit.evaluate('Output', fields.Output, extras);
  if (exceedsPayloadLimit(jsonText(output))) throw dataLimitExceeded(visit.name);
  return { output, assigned: isObject(assigned) ? assigned : {}, next: fields.Next };
}
