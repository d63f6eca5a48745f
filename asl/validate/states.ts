import type { State, StateGraph } from '../definition.ts';
import type { TaskHandler } from '../engine.ts';
import { innerGraphsOf } from '../inner-graphs.ts';
import { checkErrorHandling } from './error-handling.ts';
import { checkExpressions } from './expressions.ts';
import { checkMap } from './map.ts';
import { isStartExecution } from '../task/nested-execution.ts';
import { parseResource } from '../task/resource.ts';

/** What a machine may rely on besides itself. */
export interface Surroundings {
  /** The machine's name, for the message. */
  readonly name: string;
  readonly findHandler: (resource: string) => TaskHandler | undefined;
  readonly hasS3: boolean;
}

/** @returns everything that the schema cannot see: how states refer to each other and to the surroundings. */
export function checkGraph(graph: StateGraph, surroundings: Surroundings): readonly string[] {
  return new GraphCheck(surroundings).check(graph, '', new Set());
}

class GraphCheck {
  readonly #surroundings: Surroundings;
  readonly #names = new Set<string>();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  check(graph: StateGraph, path: string, outerVariables: ReadonlySet<string>): readonly string[] {
    const own = new Set(Object.values(graph.States).flatMap(assignedIn));
    const clashes = [...own].filter((name) => outerVariables.has(name));
    return [
      ...clashes.map((name) => `${path}States: the variable '${name}' is assigned in an outer scope already`),
      ...(graph.StartAt in graph.States ? [] : [`${path}StartAt: there is no state '${graph.StartAt}'`]),
      ...Object.entries(graph.States).flatMap(([name, state]) => {
        const place = `${path}States.${name}`;
        const problems = [...this.#checkName(name), ...this.#checkState(state), ...targetProblems(state, graph)];
        const inner = Object.entries(innerGraphsOf(state)).flatMap(([field, innerGraph]) =>
          this.check(innerGraph, `${place}.${field}.`, new Set([...outerVariables, ...own])),
        );
        return [...problems.map((problem) => `${place}: ${problem}`), ...inner];
      }),
    ];
  }

  /** State names are unique in the whole machine, inner states included. */
  #checkName(name: string): readonly string[] {
    if (this.#names.has(name)) return ['another state of the machine has this name'];
    this.#names.add(name);
    return [];
  }

  #checkState(state: State): readonly string[] {
    return [
      ...checkExpressions(state),
      ...checkErrorHandling(state),
      ...(state.Type === 'Task' ? this.#checkResource(state.Resource) : []),
      ...(state.Type === 'Map' ? checkMap(state, this.#surroundings.hasS3) : []),
      ...(state.Type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)
        ? ['needs exactly one of Seconds and Timestamp']
        : []),
    ];
  }

  #checkResource(text: string): readonly string[] {
    const resource = parseResource(text);
    if (resource === undefined) return [`the Resource '${text}' is not supported`];
    if (this.#surroundings.findHandler(resource.key) !== undefined || isStartExecution(resource)) return [];
    return [`there is no integration for the Resource '${resource.key}'`];
  }
}

/** The variables that a state itself assigns. */
function assignedIn(state: State): readonly string[] {
  const holders: readonly { readonly Assign?: object | undefined }[] = [
    'Assign' in state ? state : {},
    ...(state.Type === 'Choice' ? state.Choices : []),
    ...('Catch' in state ? (state.Catch ?? []) : []),
  ];
  return holders.flatMap(({ Assign }) => Object.keys(Assign ?? {}));
}

function targetProblems(state: State, { States }: StateGraph): readonly string[] {
  const problems: string[] = [];
  const targets: (string | undefined)[] = [];
  if (state.Type === 'Choice') targets.push(state.Default, ...state.Choices.map(({ Next }) => Next));
  else if (state.Type !== 'Succeed' && state.Type !== 'Fail') {
    targets.push(state.Next);
    if ((state.Next === undefined) === (state.End === undefined)) problems.push('needs exactly one of Next and End');
  }
  if ('Catch' in state) targets.push(...(state.Catch ?? []).map(({ Next }) => Next));
  const missing = targets.filter((target) => target !== undefined && !(target in States));
  return [...problems, ...missing.map((target) => `leads to '${target}', which is no state beside it`)];
}
