import { featuresInUse } from './design.ts';
import type { FeatureTable } from './feature-table.ts';
import type { ProphetState } from './state.ts';

/** Seasons, holidays and regressors that are added to the trend, or that multiply it: of a row of the table, what they sum to. */
export interface Effects {
  readonly constant: number;
  readonly columns: Int32Array;
  readonly beta: Float64Array;
}

/** By the table's `multiplies`: the added ones, and those that are shares of the trend. */
export function effectsOf(table: FeatureTable, state: ProphetState): readonly [added: Effects, shares: Effects] {
  const columns = featuresInUse(table, state.seasons);
  const beta = Float64Array.from(state.beta);
  const constants = [0, 0];
  state.standardisations.forEach(({ mean, deviation }, i) => {
    const at = columns.length - state.standardisations.length + i;
    constants[table.multiplies[columns[at]]] += (beta[at] * (table.regressorMeans[i] - mean)) / deviation;
    beta[at] /= deviation;
  });
  const ofMode = (mode: 0 | 1): Effects => {
    const own = (_: number, i: number) => table.multiplies[columns[i]] === mode;
    return { constant: constants[mode], columns: columns.filter(own), beta: beta.filter(own) };
  };
  return [ofMode(0), ofMode(1)];
}

/** @param row where the period's values start */
export function sumOf({ constant, columns, beta }: Effects, values: Float64Array, row: number): number {
  let sum = constant;
  for (let c = 0; c < columns.length; c++) sum += beta[c] * values[row + columns[c]];
  return sum;
}
