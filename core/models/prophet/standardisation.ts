import type { FeatureTable } from './feature-table.ts';
import type { ProphetOptions } from './options.ts';
import type { CalendarSums } from './prefix-sums.ts';

/** A regressor enters as (value - mean) / deviation; 0 and 1 where it enters as it is. */
export interface Standardisation {
  readonly mean: number;
  readonly deviation: number;
}

/** Divides whatever comes to nothing. JSON has no infinity. */
const WITHOUT_EFFECT: Standardisation = { mean: 0, deviation: Number.MAX_VALUE };

/** Over the first n rows, each regressor by Prophet's rule. Source: Prophet.initialize_scales. */
export function standardise(
  sums: CalendarSums,
  table: FeatureTable,
  { n, regressors }: { readonly n: number; readonly regressors: ProphetOptions['regressors'] },
): Standardisation[] {
  return regressors.map(({ standardize, isColumn }, i) => {
    const column = table.regressors.start + i;
    const values = Float64Array.from(sums.ds.subarray(0, n), (period) => table.values[table.offset(period) + column]);
    const distinct = new Set(values);
    const wanted = standardize === 'auto' ? !isBinary(distinct, table.regressorMeans[i]) : standardize;
    if (distinct.size < 2 && isColumn === true) return WITHOUT_EFFECT;
    if (!wanted || distinct.size < 2) return { mean: 0, deviation: 1 };
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean: mean + table.regressorMeans[i], deviation: Math.sqrt(squares / (n - 1)) };
  });
}

/** Exactly the values 0 and 1, both of them; `centred` holds the values less the centre. */
function isBinary(centred: ReadonlySet<number>, centre: number): boolean {
  return centred.size === 2 && centred.has(0 - centre) && centred.has(1 - centre);
}
