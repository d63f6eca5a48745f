import type { ProphetOptions } from './options.ts';
import type { ProphetState } from './state.ts';

/** The trend in the scale of the state, and how far it goes where the line below it is moved. */
export interface Trend {
  at(t: number): number;
  /** Mean slope of the trend by that line, between where it stands at t and where it is moved to. */
  gain(t: number, by: number): number;
}

/** @param breaks the state's changepoints, as t */
export function trendOf(
  { growth, cap, floor }: Pick<ProphetOptions, 'growth' | 'cap' | 'floor'>,
  { k, m, delta, yScale }: ProphetState,
  breaks: readonly number[],
): Trend {
  const line = (start: number, t: number) => {
    let value = start + k * t;
    for (let j = 0; j < breaks.length; j++) if (t > breaks[j]) value += delta[j] * (t - breaks[j]);
    return value;
  };
  if (growth !== 'logistic' || cap === undefined) return { at: (t) => line(m, t), gain: () => 1 };
  const scaledCap = (cap - floor) / yScale;
  const saturated = (eta: number) => scaledCap / (1 + Math.exp(-eta));
  return {
    at: (t) => saturated(line(-k * m, t)),
    gain: (t, by) => {
      const eta = line(-k * m, t);
      if (Math.abs(by) > 1e-3) return (saturated(eta + by) - saturated(eta)) / by;
      return saturated(eta) / (1 + Math.exp(eta));
    },
  };
}
