import { notHere, schemaError, within, type Diagnostic } from './diagnostic.ts';

interface RawGraph {
  readonly QueryLanguage?: unknown;
  readonly States?: unknown;
}

interface RawState extends RawGraph {
  readonly ItemProcessor?: unknown;
  readonly Branches?: unknown;
}

/** @returns what makes a definition a JSONPath one: its own QueryLanguage, or that of single states. */
export function checkQueryLanguage(definition: unknown): readonly Diagnostic[] {
  if (!isRecord(definition)) return [schemaError('the definition must be a JSON object', '')];
  return checkStates(definition, definition.QueryLanguage === 'JSONata', '');
}

function checkStates(graph: RawGraph, isJsonata: boolean, location: string): readonly Diagnostic[] {
  if (!isRecord(graph.States)) return [];
  return Object.entries(graph.States).flatMap(([name, state]) =>
    isRecord(state) ? checkState(state, isJsonata, `${location}/States/${name}`) : [],
  );
}

function checkState(state: RawState, isJsonata: boolean, location: string): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (state.QueryLanguage === 'JSONPath' && isJsonata) {
    const problem = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    problems.push(schemaError(problem, location));
  } else if (!isJsonata && state.QueryLanguage !== 'JSONata') {
    problems.push(notHere("JSONPath states are not supported; set 'QueryLanguage' to 'JSONata'", location));
  }
  const branches = Array.isArray(state.Branches) ? [...state.Branches.entries()] : [];
  const inner: (readonly [string, unknown])[] = [['/ItemProcessor', state.ItemProcessor]];
  for (const [index, branch] of branches) inner.push([within('/Branches', index), branch]);
  for (const [field, graph] of inner) {
    if (isRecord(graph)) problems.push(...checkStates(graph, isJsonata, location + field));
  }
  return problems;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
