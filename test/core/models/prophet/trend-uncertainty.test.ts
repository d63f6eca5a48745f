import { describe, expect, it } from '@jest/globals';
import { PathIntervals } from '../../../../core/models/prophet/trend-uncertainty.ts';
import type { PathDistribution } from '../../../../core/models/prophet/trend-uncertainty.ts';
import { normals, uniforms } from './shapes.ts';

const { log, abs } = Math;
const Z = { 0.5: 0.6744897501960817, 0.8: 1.2815515655446004, 0.95: 1.959963984540054 };

/** Prophet's sampling of one future: changepoints after the history as a Poisson process, Laplace sizes, noise. */
function simulate({ sigma, rate, scale }: PathDistribution, u: number, draws: number): Float64Array {
  const uniform = uniforms(20261121);
  const normal = normals(7);
  return Float64Array.from({ length: draws }, () => {
    let path = sigma * normal();
    for (let at = -log(uniform()) / rate; at < u; at -= log(uniform()) / rate) {
      const size = -scale * log(uniform());
      path += (uniform() < 0.5 ? size : -size) * (u - at);
    }
    return abs(path);
  });
}

describe('PathIntervals', () => {
  it.each([
    ['noise alone', { sigma: 0.1, rate: 25, scale: 1e-8 }, 0.2],
    ['trend below the noise', { sigma: 0.1, rate: 25, scale: 0.1 }, 0.2],
    ['trend like the noise', { sigma: 0.02, rate: 25, scale: 0.05 }, 0.12],
    ['trend above the noise', { sigma: 0.005, rate: 25, scale: 0.06 }, 0.25],
    ['hardly a change to be expected', { sigma: 0.01, rate: 25, scale: 0.3 }, 0.05],
    ['a long horizon', { sigma: 0.05, rate: 25, scale: 0.2 }, 1],
  ])('cover as often as the simulation does: %s', (_, paths, u) => {
    const draws = 100_000;
    const simulated = simulate(paths, u, draws);
    for (const level of [0.5, 0.8, 0.95] as const) {
      const half = new PathIntervals(paths, { level, z: Z[level] }).halfWidth(u);
      const inside = simulated.filter((value) => value <= half).length / draws;
      // Four standard errors of the simulated share, and 0.15 points for the interpolation. Prophet's own 1000 draws leave 1.3 points.
      expect(Math.abs(inside - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / draws) + 0.0015);
    }
  });

  it('cover as often where the trend is multiplied, whatever the multiple', () => {
    const paths = { sigma: 0.02, rate: 25, scale: 0.05 };
    const draws = 50_000;
    const intervals = new PathIntervals(paths, { level: 0.8, z: Z[0.8] });
    for (const gain of [0.01, 0.6, 1.37, 4]) {
      const simulated = simulate({ ...paths, scale: paths.scale * gain }, 0.12, draws);
      const inside = simulated.filter((value) => value <= intervals.halfWidth(0.12, gain)).length / draws;
      expect(abs(inside - 0.8)).toBeLessThan(0.0087);
    }
    expect(intervals.halfWidth(0.12, 0)).toBeCloseTo(0.02 * Z[0.8], 12);
  });

  it('are those of the noise within the history', () => {
    const intervals = new PathIntervals({ sigma: 0.1, rate: 25, scale: 5 }, { level: 0.8, z: Z[0.8] });
    expect(intervals.halfWidth(0)).toBeCloseTo(0.12815515655, 10);
    expect(intervals.halfWidth(-0.5)).toBeCloseTo(0.12815515655, 10);
  });

  it('widen with the horizon, without a jump where the computation changes', () => {
    const intervals = new PathIntervals({ sigma: 0.01, rate: 25, scale: 0.1 }, { level: 0.8, z: Z[0.8] });
    let before = intervals.halfWidth(0);
    for (let u = 0.001; u < 1; u += 0.001) {
      const width = intervals.halfWidth(u);
      expect(width).toBeGreaterThan(before * 0.999);
      expect(width).toBeLessThan(before * 1.05);
      before = width;
    }
  });

  it('stay finite where there is next to no noise', () => {
    const intervals = new PathIntervals({ sigma: 1e-9, rate: 25, scale: 1 }, { level: 0.8, z: Z[0.8] });
    expect(intervals.halfWidth(0.3)).toBeGreaterThan(0.1);
    expect(intervals.halfWidth(0.3)).toBeLessThan(1);
  });
});
