import { describe, expect, it } from '@jest/globals';
import { trendOf } from '../../../../core/models/prophet/trend.ts';
import { PathIntervals } from '../../../../core/models/prophet/trend-uncertainty.ts';
import { normals, uniforms } from './shapes.ts';

const { exp, log } = Math;
const Z = { 0.8: 1.2815515655446004, 0.95: 1.959963984540054 };

describe('a saturating trend', () => {
  /** Shares of simulated futures below and above the interval: changes of slope as Prophet draws them, through the logistic, and noise. */
  function outside(
    eta: number,
    paths: { sigma: number; rate: number; scale: number },
    { u, level }: { u: number; level: 0.8 | 0.95 },
  ) {
    const seasons = { yearly: 0, weekly: 0, daily: 0 };
    const state = {
      start: 0,
      end: 1,
      yScale: 1,
      k: eta,
      m: 0,
      changepoints: [],
      delta: [],
      changepointCount: 0,
      seasons,
      beta: [],
      standardisations: [],
      sigma: paths.sigma,
    };
    const trend = trendOf({ growth: 'logistic', cap: 1, floor: 0 }, state, []);
    const intervals = new PathIntervals(paths, { level, z: Z[level] });
    const line = intervals.trendHalfWidth(u);
    const reach = (by: number) => intervals.halfWidth(u, trend.gain!(1, by));
    const [low, high] = [trend.at(1) - reach(-line), trend.at(1) + reach(line)];
    const uniform = uniforms(20261128);
    const normal = normals(7);
    const draws = 50_000;
    let below = 0;
    let above = 0;
    for (let draw = 0; draw < draws; draw++) {
      let moved = eta;
      for (let at = -log(uniform()) / paths.rate; at < u; at -= log(uniform()) / paths.rate) {
        moved += (uniform() < 0.5 ? 1 : -1) * -paths.scale * log(uniform()) * (u - at);
      }
      const value = 1 / (1 + exp(-moved)) + paths.sigma * normal();
      if (value < low) below++;
      if (value > high) above++;
    }
    return { below: below / draws, above: above / draws };
  }

  it.each([
    ['noise alone', 1, { sigma: 0.1, rate: 25, scale: 1e-8 }, 0.25, 0.005],
    ['far from cap and floor', 0, { sigma: 0.005, rate: 25, scale: 0.3 }, 0.25, 0.005],
    ['near its cap', 3, { sigma: 0.005, rate: 25, scale: 0.3 }, 0.25, 0.005],
    ['near its cap, within the noise', 3, { sigma: 0.05, rate: 25, scale: 0.3 }, 0.4, 0.009],
    ['near its floor, within the noise', -3, { sigma: 0.05, rate: 25, scale: 0.6 }, 0.4, 0.01],
    ['that may swing from floor to cap', 0, { sigma: 0.005, rate: 25, scale: 0.6 }, 1, 0.02],
    ['that may fall from its cap', 3, { sigma: 0.005, rate: 25, scale: 0.6 }, 1, 0.025],
  ])('lies in its interval as often as it says, on either side: %s', (_, eta, paths, u, tolerance) => {
    for (const level of [0.8, 0.95] as const) {
      const { below, above } = outside(eta, paths, { u, level });
      expect(Math.abs(below - (1 - level) / 2)).toBeLessThan(tolerance);
      expect(Math.abs(above - (1 - level) / 2)).toBeLessThan(tolerance);
    }
  });
});
