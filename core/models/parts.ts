/** What parts of a forecast are called, whatever the family: people add them up over families. */
export type PartName =
  'trend' | 'daily' | 'weekly' | 'yearly' | 'season' | 'last deviation' | 'holidays' | 'regressors';

/** A part of a forecast, in the unit of y, aligned with the asked-for periods. */
export interface Part {
  readonly name: PartName;
  readonly values: Float64Array;
}

/** What a forecast would be with this component and all before it, and nothing of those after it. */
export interface Component<State> {
  readonly name: PartName;
  readonly state: State;
}

/** What each component adds to those before it: their sum is the forecast of the last one, whether seasons add or multiply. */
export function partsOf<State>(
  components: readonly Component<State>[],
  yhatOf: (state: State) => Float64Array,
): readonly Part[] {
  let before: Float64Array | undefined;
  return components.map(({ name, state }) => {
    const yhat = yhatOf(state);
    const values = yhat.map((value, i) => value - (before?.[i] ?? 0));
    before = yhat;
    return { name, values };
  });
}
