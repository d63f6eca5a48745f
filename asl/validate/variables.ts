import type { State, StateGraph } from '../definition.ts';
import { error, type Diagnostic } from './diagnostic.ts';
import { edgesOf } from './transitions.ts';

interface Assignment {
  readonly name: string;
  /** Where in the state it stands: '/Catch[0]/Assign/failure'. */
  readonly field: string;
}

function assignmentsOf(state: State): readonly Assignment[] {
  const rules = state.Type === 'Choice' ? state.Choices : [];
  return [
    ...named('Assign' in state ? state.Assign : undefined, ''),
    ...rules.flatMap(({ Assign }, index) => named(Assign, `/Choices[${index}]`)),
    ...caughtAssignments(state),
  ];
}

function caughtAssignments(state: State): readonly Assignment[] {
  const catchers = 'Catch' in state ? (state.Catch ?? []) : [];
  return catchers.flatMap(({ Assign }, index) => named(Assign, `/Catch[${index}]`));
}

function named(assign: object | undefined, holder: string): readonly Assignment[] {
  return Object.keys(assign ?? {}).map((name) => ({ name, field: `${holder}/Assign/${name}` }));
}

/** @param outer the names that enclosing scopes assign: no inner one may. */
export function checkScope(
  { States }: StateGraph,
  location: string,
  outer: ReadonlySet<string>,
): readonly Diagnostic[] {
  return Object.entries(States).flatMap(([state, content]) =>
    assignmentsOf(content)
      .filter(({ name }) => outer.has(name))
      .map(({ name, field }) => {
        const problem = `The variable name '${name}' was already defined in a parent scope.`;
        return error(`DUPLICATE_VARIABLE_NAME: ${problem}`, `${location}/States/${state}${field}`);
      }),
  );
}

/**
 * The names that the states inside of `enclosing` may not assign. Its own Catch assigns when they have gone out of scope: AWS
 * allows both the same name.
 */
export function namesAround({ States }: StateGraph, enclosing: State, outer: ReadonlySet<string>): ReadonlySet<string> {
  const names = Object.values(States).flatMap((state) => {
    const caught = state === enclosing ? caughtAssignments(state).map(({ field }) => field) : [];
    return assignmentsOf(state).filter(({ field }) => !caught.includes(field));
  });
  return new Set([...outer, ...names.map(({ name }) => name)]);
}

/**
 * By state, the variables that can have been assigned when it is entered: on one way to it at least. What is not among them
 * has no value there, whatever way was taken.
 */
export function variablesAt(graph: StateGraph, given: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const entered = new Map<string, ReadonlySet<string>>([[graph.StartAt, given]]);
  const pending = [graph.StartAt];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const state = graph.States[name] as State | undefined;
    if (state === undefined) continue;
    const here = entered.get(name) ?? given;
    for (const { to, assign } of edgesOf(state)) {
      const before = entered.get(to);
      const after = new Set([...(before ?? []), ...here, ...Object.keys(assign ?? {})]);
      if (after.size === before?.size) continue;
      entered.set(to, after);
      pending.push(to);
    }
  }
  return entered;
}
