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

/** These states and all that they lead to when nothing fails, in the order in which the definition reaches them. */
export function reachedFrom(graph: StateGraph, starts: readonly string[]): readonly string[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    for (const next of successors(graph.States[name])) visit(next);
  };
  for (const start of starts) visit(start);
  return [...reached];
}
