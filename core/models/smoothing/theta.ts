import * as z from 'zod';
import type { ModelFamily } from '../family.ts';
import { type Curve, LEAST_OBSERVATIONS, smoothingModel, type SmoothingState } from './smoothing.ts';

export const thetaOptionsSchema = z.strictObject({});
export type ThetaOptions = z.infer<typeof thetaOptionsSchema>;

/** `trend` is the slope of the regression on time, half of which the forecast follows. */
export type ThetaState = SmoothingState<Curve>;

/**
 * The theta method (Assimakopoulos & Nikolopoulos 2000) in the form of Hyndman & Billah (2003): exponential smoothing with a drift of half
 * the slope of the linear trend, on the series without its seasons.
 */
export const theta: ModelFamily<ThetaOptions, ThetaState> = {
  name: 'theta',
  stateVersion: 1,
  options: thetaOptionsSchema,
  leastObservations: LEAST_OBSERVATIONS,
  build: (setting) => smoothingModel(setting, { fit, ahead }),
};

const ALPHAS = Array.from({ length: 25 }, (_, k) => (2 + 4 * k) / 100);

/** Of equal ones the slower smoothing. */
function fit(values: Float64Array): Curve {
  let best: Omit<Curve, 'trend'> = { level: NaN, alpha: NaN, squares: Infinity };
  for (const alpha of ALPHAS) {
    let [level] = values;
    let squares = 0;
    for (let t = 1; t < values.length && squares < best.squares; t++) {
      const error = values[t] - level;
      level += alpha * error;
      squares += error * error;
    }
    if (squares < best.squares) best = { level, alpha, squares };
  }
  return { ...best, trend: slopeOf(values) };
}

function ahead({ level, trend, alpha }: Curve, steps: number, periods: number): number {
  return level + (trend / 2) * (steps - 1 + (1 - (1 - alpha) ** periods) / alpha);
}

/** Of the least squares line over time, a period. */
function slopeOf(values: Float64Array): number {
  const middle = (values.length - 1) / 2;
  let [along, squares] = [0, 0];
  for (let t = 0; t < values.length; t++) {
    along += (t - middle) * values[t];
    squares += (t - middle) ** 2;
  }
  return along / squares;
}
