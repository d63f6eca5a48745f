import type { Series } from '../../series/series.ts';

/**
 * A series without its gaps: consecutive periods from the first observation to the last. A missing period takes the value, itself perhaps
 * filled, of one season earlier, and in the first season that of the period before: no value comes from later ones, so what an earlier
 * cutoff sees is a beginning of it.
 *
 * @param season steps of the shortest season; 1 where there is none
 * @returns a value a period, in the unit of y
 */
export function filledValues({ ds, y }: Series, season: number): Float64Array {
  const [first] = ds;
  const values = new Float64Array(ds[ds.length - 1] - first + 1);
  for (let t = 0, next = 0; t < values.length; t++) {
    if (ds[next] - first === t) values[t] = y[next++];
    else values[t] = values[t >= season ? t - season : t - 1];
  }
  return values;
}
