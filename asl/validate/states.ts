import { isDistributed, type State, type StateGraph } from '../definition.ts';
import type { TaskHandler } from '../engine.ts';
import { innerGraphsOf } from '../inner-graphs.ts';
import { error, exactlyOne, type Diagnostic } from './diagnostic.ts';
import { checkErrorHandling } from './error-handling.ts';
import { checkExpress } from './express.ts';
import { checkExpressions } from './expressions.ts';
import { checkMap } from './map.ts';
import { checkTask } from './task.ts';
import { checkTransitions } from './transitions.ts';
import { checkScope, namesAround, variablesAt } from './variables.ts';

/** What a machine may rely on besides itself. */
export interface Surroundings {
  /** The machine's name, for the message. */
  readonly name: string;
  readonly type: MachineType;
  readonly findHandler: (resource: string) => TaskHandler | undefined;
  readonly hasS3: boolean;
}

export type MachineType = 'STANDARD' | 'EXPRESS';

/** What the states of one graph know of those around it. */
interface Scope {
  readonly type: MachineType;
  /** Names that may not be assigned here. */
  readonly taken: ReadonlySet<string>;
  /** Variables that can be read here, before any of the graph's own. */
  readonly given: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/** @returns everything that the schema cannot see: how states refer to each other and to the surroundings. */
export function checkGraph(graph: StateGraph, surroundings: Surroundings): readonly Diagnostic[] {
  return new GraphCheck(surroundings).check(graph, '', { type: surroundings.type, taken: NOTHING, given: NOTHING });
}

class GraphCheck {
  readonly #surroundings: Surroundings;
  readonly #names = new Set<string>();
  readonly #labels = new Set<string>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  check(graph: StateGraph, location: string, scope: Scope): readonly Diagnostic[] {
    const variables = variablesAt(graph, scope.given);
    return [
      ...checkTransitions(graph, location),
      ...checkScope(graph, location, scope.taken),
      ...Object.entries(graph.States).flatMap(([name, state]) => {
        const place = `${location}/States/${name}`;
        const known = variables.get(name) ?? NOTHING;
        return [
          ...this.#checkUnique(name, state, place),
          ...this.#checkState(state, place, scope.type),
          // A state that is never entered has been told that already.
          ...(variables.has(name) ? checkExpressions(state, place, known) : []),
          ...Object.entries(innerGraphsOf(state)).flatMap(([field, innerGraph]) => {
            const taken = namesAround(graph, state, scope.taken);
            return this.check(innerGraph, `${place}/${field}`, { ...innerScope(state, scope.type, known), taken });
          }),
        ];
      }),
    ];
  }

  /** Names of states and labels are unique in the whole machine, inner states included. */
  #checkUnique(name: string, state: State, place: string): readonly Diagnostic[] {
    const problems: Diagnostic[] = [];
    if (this.#names.has(name)) problems.push(error(`DUPLICATE_STATE_NAME: Duplicate State name: ${name}`, place));
    this.#names.add(name);
    const label = state.Type === 'Map' ? state.Label : undefined;
    if (label === undefined) return problems;
    if (this.#labels.has(label)) {
      problems.push(error(`DUPLICATE_LABEL_NAME: Duplicate Label name: ${label}`, `${place}/Label`));
    }
    this.#labels.add(label);
    return problems;
  }

  #checkState(state: State, place: string, type: MachineType): readonly Diagnostic[] {
    const { findHandler, hasS3 } = this.#surroundings;
    return [
      ...checkErrorHandling(state, place),
      ...(type === 'EXPRESS' ? checkExpress(state, place) : []),
      ...(state.Type === 'Task' ? checkTask(state, place, (key) => findHandler(key) !== undefined) : []),
      ...(state.Type === 'Map' ? checkMap(state, place, hasS3) : []),
      ...(state.Type === 'Wait' ? exactlyOne(['Seconds', 'Timestamp'], state, place) : []),
    ];
  }
}

/** A distributed Map's children are executions of their own: of their own type, and without the variables around them. */
function innerScope(state: State, type: MachineType, known: ReadonlySet<string>): Pick<Scope, 'type' | 'given'> {
  if (state.Type !== 'Map' || !isDistributed(state)) return { type, given: known };
  return { type: state.ItemProcessor.ProcessorConfig?.ExecutionType ?? 'STANDARD', given: NOTHING };
}
