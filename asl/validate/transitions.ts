import type { State, StateGraph } from '../definition.ts';
import { error, exactlyOne, type Diagnostic } from './diagnostic.ts';

/** A way out of a state. */
export interface Edge {
  readonly to: string;
  /** Where in the state it stands: '/Next'. */
  readonly field: string;
  /** The Assign that is carried out on this way. */
  readonly assign: object | undefined;
}

export function edgesOf(state: State): readonly Edge[] {
  const own = 'Assign' in state ? state.Assign : undefined;
  const next = 'Next' in state ? state.Next : undefined;
  const edges: Edge[] = next === undefined ? [] : [{ to: next, field: '/Next', assign: own }];
  if (state.Type === 'Choice') {
    edges.push(...listed('Choices', state.Choices));
    if (state.Default !== undefined) edges.push({ to: state.Default, field: '/Default', assign: own });
  }
  if ('Catch' in state) edges.push(...listed('Catch', state.Catch ?? []));
  return edges;
}

function listed(
  field: string,
  list: readonly { readonly Next: string; readonly Assign?: object | undefined }[],
): readonly Edge[] {
  return list.map(({ Next, Assign }, index) => ({ to: Next, field: `/${field}[${index}]/Next`, assign: Assign }));
}

/** Does every way lead somewhere, and is there a way to every state? */
export function checkTransitions(graph: StateGraph, location: string): readonly Diagnostic[] {
  const { StartAt, States } = graph;
  const missing = (target: string, where: string): readonly Diagnostic[] =>
    target in States ? [] : [error(`MISSING_TRANSITION_TARGET: Missing 'Next' target: ${target}`, where)];
  const targets = Object.entries(States).flatMap(([name, state]) => {
    const place = `${location}/States/${name}`;
    return [...checkEnd(state, place), ...edgesOf(state).flatMap(({ to, field }) => missing(to, place + field))];
  });
  const problems = [...missing(StartAt, `${location}/StartAt`), ...targets];
  // AWS asks only of the machine itself that it can end, and then looks no further.
  if (location === '' && !Object.values(States).some(isLast)) {
    return [...problems, error('MISSING_END_STATE: Workflow has no terminal state', '')];
  }
  return [...problems, ...checkReachability(graph, location)];
}

function checkReachability({ StartAt, States }: StateGraph, location: string): readonly Diagnostic[] {
  const reached = new Set<string>();
  const pending = [StartAt];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (reached.has(name) || !(name in States)) continue;
    reached.add(name);
    pending.push(...edgesOf(States[name]).map(({ to }) => to));
  }
  return Object.keys(States)
    .filter((name) => !reached.has(name))
    .map((name) => error(`MISSING_TRANSITION_TARGET: State "${name}" is not reachable.`, `${location}/States/${name}`));
}

function isLast(state: State): boolean {
  return state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true);
}

function checkEnd(state: State, location: string): readonly Diagnostic[] {
  if (state.Type === 'Choice' || state.Type === 'Succeed' || state.Type === 'Fail') return [];
  return exactlyOne(['Next', 'End'], state, location);
}
