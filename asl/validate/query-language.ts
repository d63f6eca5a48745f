interface RawGraph {
  readonly QueryLanguage?: unknown;
  readonly States?: unknown;
}

interface RawState extends RawGraph {
  readonly ItemProcessor?: unknown;
  readonly Branches?: unknown;
}

/** @returns what makes a definition a JSONPath one: its own QueryLanguage, or that of single states. */
export function checkQueryLanguage(definition: unknown): readonly string[] {
  if (!isRecord(definition)) return ['the definition must be a JSON object'];
  return checkStates(definition, definition.QueryLanguage === 'JSONata', '');
}

function checkStates(graph: RawGraph, isJsonata: boolean, path: string): readonly string[] {
  if (!isRecord(graph.States)) return [];
  return Object.entries(graph.States).flatMap(([name, state]) =>
    isRecord(state) ? checkState(state, isJsonata, `${path}States.${name}`) : [],
  );
}

function checkState(state: RawState, isJsonata: boolean, path: string): readonly string[] {
  const problems: string[] = [];
  if (state.QueryLanguage === 'JSONPath' && isJsonata) {
    problems.push(`${path}: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine`);
  } else if (!isJsonata && state.QueryLanguage !== 'JSONata') {
    problems.push(`${path}: JSONPath states are not supported; set 'QueryLanguage' to 'JSONata'`);
  }
  const branches = Array.isArray(state.Branches) ? state.Branches.entries() : [];
  const inner: (readonly [string, unknown])[] = [['ItemProcessor', state.ItemProcessor]];
  for (const [index, branch] of branches) inner.push([`Branches.${index}`, branch]);
  for (const [field, graph] of inner) {
    if (isRecord(graph)) problems.push(...checkStates(graph, isJsonata, `${path}.${field}.`));
  }
  return problems;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
