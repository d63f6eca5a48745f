import { awsFunctions } from './aws-functions.ts';
import { contextOf } from './context.ts';
import type { State } from './definition.ts';
import { STATES_ERRORS, StateFailure } from './errors.ts';
import { evaluateTemplate, ExpressionError, unexpectedType, type Bindings } from './jsonata.ts';
import { jsonText, jsonTypeOf, type Json } from './json.ts';
import type { Lane, MapItem, OpenState } from './lane.ts';

/** `$states.result` and `$states.errorOutput`, where a field may use them. */
export interface Results {
  readonly result?: Json;
  readonly errorOutput?: Json;
}

/** What a field sees beyond the state's input and the variables. */
export interface Extras extends Results {
  /** With ItemSelector, the item that it selects from. */
  readonly mapItem?: MapItem;
}

/** One stay in one state, from StateEntered to StateExited, with the evaluation of its fields. */
export class Visit implements OpenState {
  readonly lane: Lane;
  readonly name: string;
  readonly type: State['Type'];
  readonly input: Json;
  readonly enteredAtMs: number;
  readonly #enteredEventId: number;
  readonly #beforeEntered: number;
  retryCount = 0;
  taskToken: string | undefined;
  group: OpenState['group'];

  constructor(lane: Lane, state: { readonly name: string; readonly type: State['Type']; readonly input: Json }) {
    this.lane = lane;
    this.name = state.name;
    this.type = state.type;
    this.input = state.input;
    this.enteredAtMs = lane.execution.engine.clock.nowMs();
    this.#beforeEntered = lane.previousEventId;
    this.#enteredEventId = lane.emit(`${state.type}StateEntered`, { input: jsonText(state.input), name: state.name });
    lane.open = this;
  }

  /** @param location the field's name, as AWS quotes it. @throws StateFailure States.QueryEvaluationError */
  async evaluate(location: string, template: Json, extras: Extras = {}): Promise<Json> {
    try {
      return await evaluateTemplate(template, location, this.#bindings(extras));
    } catch (error) {
      throw this.#toFailure(error);
    }
  }

  async evaluateNumber(location: string, template: Json): Promise<number> {
    const value = await this.evaluate(location, template);
    if (typeof value === 'number') return value;
    throw this.#toFailure(unexpectedType({ location, template }, 'number', value));
  }

  async evaluateString(location: string, template: Json): Promise<string> {
    const value = await this.evaluate(location, template);
    if (typeof value === 'string') return value;
    throw this.#toFailure(unexpectedType({ location, template }, 'string', value));
  }

  async evaluateBoolean(location: string, template: Json): Promise<boolean> {
    const value = await this.evaluate(location, template);
    if (typeof value === 'boolean') return value;
    throw this.#toFailure(unexpectedType({ location, template }, 'boolean', value));
  }

  async evaluateArray(location: string, template: Json): Promise<readonly Json[]> {
    const value = await this.evaluate(location, template);
    if (jsonTypeOf(value) === 'array') return value as readonly Json[];
    throw this.#toFailure(unexpectedType({ location, template }, 'array', value));
  }

  /** Writes EvaluationFailed for a value that no expression can be blamed for. */
  evaluationFailed(text: string, location?: string): StateFailure {
    // AWS lets EvaluationFailed follow what came before StateEntered, as long as nothing else has happened in the state ...
    const untouched = this.lane.previousEventId === this.#enteredEventId;
    // ... except for a Timestamp that is no date, which follows StateEntered.
    const previous = untouched && location !== 'Timestamp' ? this.#beforeEntered : this.lane.previousEventId;
    const error = STATES_ERRORS.queryEvaluationError;
    const cause = this.explain(text);
    const details = { cause, error, ...(location === undefined ? {} : { location }), state: this.name };
    this.lane.previousEventId = this.lane.emitAside('EvaluationFailed', details, previous);
    return new StateFailure({ error, cause });
  }

  /** The Cause of an error that the interpreter itself finds. */
  explain(text: string): string {
    return `An error occurred while executing the state '${this.name}' (entered at the event id #${this.#enteredEventId}). ${text}`;
  }

  #bindings({ mapItem, ...results }: Extras): Bindings {
    const { lane } = this;
    const states = { input: this.input, context: contextOf(this, mapItem), ...results };
    return { ...awsFunctions(lane.execution.engine.clock, lane.random), ...lane.variables.values, states };
  }

  #toFailure(error: unknown): unknown {
    if (!(error instanceof ExpressionError)) return error;
    return this.evaluationFailed(error.message, error.location);
  }
}
