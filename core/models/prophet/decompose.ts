import { type Component, type Part, type PartName, partsOf } from '../parts.ts';
import type { FeatureTable } from './feature-table.ts';
import { SEASONS } from './seasonality.ts';
import type { ProphetState } from './state.ts';

/** The trend alone, and then with one group of effects after the other: added ones as they are, multiplied ones by what they do to the trend. */
export function decompose(
  state: ProphetState,
  table: FeatureTable,
  yhatOf: (state: ProphetState) => Float64Array,
): readonly Part[] {
  return partsOf(componentsOf(state, table), yhatOf);
}

/** Coefficients are in the order of the table's columns in use. */
function componentsOf(state: ProphetState, table: FeatureTable): readonly Component<ProphetState>[] {
  const { seasons, beta } = state;
  const groups: readonly (readonly [PartName, number])[] = [
    ...SEASONS.filter((season) => seasons[season] > 0).map((season) => [season, table.seasons[season].count] as const),
    ['holidays', table.holidays.count],
    ['regressors', table.regressors.count],
  ];
  const upTo = (end: number): ProphetState => ({ ...state, beta: beta.map((one, at) => (at < end ? one : 0)) });
  let end = 0;
  const effects = groups.flatMap(([name, count]) => {
    end += count;
    return count === 0 ? [] : [{ name, state: upTo(end) }];
  });
  return [{ name: 'trend', state: upTo(0) }, ...effects];
}
