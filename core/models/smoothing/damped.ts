import * as z from 'zod';
import type { ModelFamily } from '../family.ts';
import { type Curve, LEAST_OBSERVATIONS, smoothingModel, type SmoothingState } from './smoothing.ts';

export const dampedOptionsSchema = z.strictObject({});
export type DampedOptions = z.infer<typeof dampedOptionsSchema>;

export interface DampedCurve extends Curve {
  /** What is left of the trend a period on. */
  readonly phi: number;
  /** How fast the trend follows. */
  readonly beta: number;
}
export type DampedState = SmoothingState<DampedCurve>;

/** Holt's local level and trend, damped (Gardner & McKenzie 1985), on the series without its seasons. */
export const damped: ModelFamily<DampedOptions, DampedState> = {
  name: 'damped',
  stateVersion: 1,
  options: dampedOptionsSchema,
  leastObservations: LEAST_OBSERVATIONS,
  build: (setting) => smoothingModel(setting, { fit, ahead }),
};

const PHIS = [0.8, 0.9, 0.98];
const BETAS = [0.05, 0.1, 0.2, 0.4];
const ALPHAS = [0.02, 0.06, 0.12, 0.2, 0.3, 0.45, 0.6, 0.8, 0.98];
/** Without a trend the damping means nothing: once is enough. */
const GRID = PHIS.flatMap((phi, k) => (k === 0 ? [0, ...BETAS] : BETAS).map((beta) => ({ phi, beta }))).flatMap(
  (pair) => ALPHAS.map((alpha) => ({ ...pair, alpha })),
);

/** The first of those with the least squared errors one step ahead. */
function fit(values: Float64Array): DampedCurve {
  let best: DampedCurve = { ...GRID[0], level: NaN, trend: NaN, squares: Infinity };
  for (const point of GRID) {
    const { phi, beta, alpha } = point;
    let [level] = values;
    let [trend, squares] = [0, 0];
    // What is worse already is no better at the end.
    for (let t = 1; t < values.length && squares < best.squares; t++) {
      const expected = level + phi * trend;
      const error = values[t] - expected;
      level = expected + alpha * error;
      trend = phi * trend + alpha * beta * error;
      squares += error * error;
    }
    if (squares < best.squares) best = { ...point, level, trend, squares };
  }
  return best;
}

function ahead({ level, trend, phi }: DampedCurve, steps: number): number {
  return level + (trend * phi * (1 - phi ** steps)) / (1 - phi);
}
