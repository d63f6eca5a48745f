import type { ProphetOptions } from './options.ts';
import type { ProphetState } from './state.ts';

/** The trend in the scale of the state. */
export interface Trend {
  at(t: number): number;
  /** Where growth saturates: by how much the trend moves for each unit that the line below it is moved by `by`, which is not zero. */
  gain?(t: number, by: number): number;
}

/** @param breaks the state's changepoints, as t */
export function trendOf(
  { growth, cap, floor }: Pick<ProphetOptions, 'growth' | 'cap' | 'floor'>,
  { k, m, delta, yScale }: ProphetState,
  breaks: readonly number[],
): Trend {
  const logistic = growth === 'logistic' && cap !== undefined;
  const start = logistic ? -k * m : m;
  const line = (t: number) => {
    let value = start + k * t;
    for (let j = 0; j < breaks.length; j++) if (t > breaks[j]) value += delta[j] * (t - breaks[j]);
    return value;
  };
  if (!logistic) return { at: line };
  const saturated = (eta: number) => (cap - floor) / yScale / (1 + Math.exp(-eta));
  return {
    at: (t) => saturated(line(t)),
    gain: (t, by) => {
      const eta = line(t);
      return (saturated(eta + by) - saturated(eta)) / by;
    },
  };
}
