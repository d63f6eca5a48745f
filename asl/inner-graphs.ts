import type { State, StateGraph } from './definition.ts';

/** The graphs inside a state, by the field that holds them. */
export function innerGraphsOf(state: State): Readonly<Record<string, StateGraph>> {
  if (state.Type === 'Map') return { ItemProcessor: state.ItemProcessor };
  if (state.Type !== 'Parallel') return {};
  return Object.fromEntries(state.Branches.map((branch, index) => [`Branches[${index}]`, branch]));
}
