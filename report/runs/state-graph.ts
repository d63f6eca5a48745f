/** What the report reads of a state machine's definition. */
export interface StateGraph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, StateDefinition>>;
}

export interface StateDefinition {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: StateGraph;
  readonly Branches?: readonly StateGraph[];
}

/** Where a state goes when nothing fails. */
export function successors({ Next, Default, Choices = [] }: StateDefinition): readonly string[] {
  const all = [...Choices.map((choice) => choice.Next), Default, Next];
  return [...new Set(all.filter((name) => name !== undefined))];
}

export function catchers({ Catch = [] }: StateDefinition): readonly string[] {
  return [...new Set(Catch.map(({ Next }) => Next))];
}

export function innerGraphs({ ItemProcessor, Branches = [] }: StateDefinition): readonly StateGraph[] {
  return ItemProcessor === undefined ? Branches : [ItemProcessor];
}

/**
 * Layers of a graph: a state stands below every state that leads to it (longest path; a way back to a state above is left out of
 * the count).
 *
 * @returns layers from the top, each in the order in which the definition reaches its states
 */
export function layersFrom(graph: StateGraph, starts: readonly string[]): readonly (readonly string[])[] {
  const layer = new Map<string, number>();
  const path = new Set<string>();
  const visit = (name: string, depth: number): void => {
    if (path.has(name) || (layer.get(name) ?? -1) >= depth) return;
    layer.set(name, depth);
    path.add(name);
    for (const next of successors(graph.States[name])) visit(next, depth + 1);
    path.delete(name);
  };
  for (const start of starts) visit(start, 0);
  const layers: string[][] = [];
  for (const [name, depth] of layer) (layers[depth] ??= []).push(name);
  return layers;
}
