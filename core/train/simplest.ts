import { emptyPoints } from '../backtest/series-points.ts';
import { levelScales } from '../models/last-value.ts';

/** What stands in the place of everything learned of the members, where the last value forecasts alone. */
export function withoutMembers(candidates: number, levels: readonly [number, ...number[]]) {
  const scales = levelScales(levels);
  return {
    weights: new Array<number>(candidates).fill(0),
    choice: -1,
    size: null,
    blended: emptyPoints(0),
    calibration: { floor: 0, scales: { near: scales, far: scales }, ratios: 0 },
  };
}
