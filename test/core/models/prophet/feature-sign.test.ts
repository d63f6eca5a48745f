import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mapEstimate } from '../../../../core/models/prophet/map-estimate.ts';
import type { PenalisedProblem } from '../../../../core/models/prophet/feature-sign.ts';
import { normals } from './shapes.ts';

interface Case {
  readonly seed: number;
  readonly n: number;
  readonly fourier: number;
  readonly hinges: number;
  readonly scale: number;
  readonly noise: number;
}

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  n: fc.integer({ min: 150, max: 500 }),
  fourier: fc.integer({ min: 0, max: 6 }),
  hinges: fc.integer({ min: 0, max: 24 }),
  /** Of the Laplace prior: from nothing selected to everything. */
  scale: fc.double({ min: 1e-3, max: 5, noNaN: true }),
  noise: fc.double({ min: 1e-3, max: 0.3, noNaN: true }),
});

/** The columns of Z: 1, t, sines and cosines, hinges; and y with breaks and noise. */
function dense({ seed, n, fourier, hinges, noise }: Case): { columns: number[][]; y: number[] } {
  const random = normals(seed);
  const t = Array.from({ length: n }, (_, i) => i / (n - 1));
  const columns = [t.map(() => 1), t];
  for (let k = 1; k <= fourier; k++) {
    columns.push(
      t.map((x) => Math.sin(17 * k * x)),
      t.map((x) => Math.cos(17 * k * x)),
    );
  }
  for (let j = 1; j <= hinges; j++) columns.push(t.map((x) => Math.max(0, x - (0.8 * j) / (hinges + 1))));
  const slopes = [random(), random(), random()];
  const y = t.map(
    (x) =>
      0.3 + slopes[0] * x + slopes[1] * Math.max(0, x - 0.3) + 0.2 * slopes[2] * Math.sin(17 * x) + noise * random(),
  );
  return { columns, y };
}

function problemOf(columns: number[][], y: number[], { fourier, scale }: Case): PenalisedProblem {
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const ridge = 2 + 2 * fourier;
  return {
    gram: Float64Array.from(columns.flatMap((a) => columns.map((b) => dot(a, b)))),
    zy: Float64Array.from(columns, (column) => dot(column, y)),
    yy: dot(y, y),
    observations: y.length,
    size: columns.length,
    ridge,
    precision: Float64Array.from({ length: ridge }, (_, i) => (i < 2 ? 1 / 25 : 1 / 100)),
    mean: Float64Array.from({ length: ridge }, (_, i) => (i === 0 ? 0.7 : 0)),
    rate: 1 / scale,
  };
}

describe('mapEstimate', () => {
  it('meets the conditions of a mode, in every coefficient and in sigma', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { columns, y } = dense(given);
        const problem = problemOf(columns, y, given);
        const { theta, sigma } = mapEstimate(problem);
        const variance = sigma ** 2;
        const residual = y.map((value, i) => value - columns.reduce((sum, column, j) => sum + column[i] * theta[j], 0));
        const rss = residual.reduce((sum, r) => sum + r * r, 0);
        expect(Math.abs(4 * variance ** 2 + y.length * variance - rss)).toBeLessThan(1e-8 * rss);
        columns.forEach((column, j) => {
          const pull = column.reduce((sum, value, i) => sum + value * residual[i], 0) / variance;
          const size = column.reduce((sum, value, i) => sum + Math.abs(value * residual[i]), 0) / variance;
          const tolerance = 1e-7 * size + 1e-6 / given.scale;
          if (j < problem.ridge) {
            expect(Math.abs(pull - problem.precision[j] * (theta[j] - problem.mean[j]))).toBeLessThan(tolerance);
          } else if (theta[j] === 0) expect(Math.abs(pull)).toBeLessThan(1 / given.scale + tolerance);
          else expect(Math.abs(pull - Math.sign(theta[j]) / given.scale)).toBeLessThan(tolerance);
        });
      }),
      { numRuns: 150, seed: 20261121 },
    );
  });

  it('soft-thresholds where the columns are orthogonal', () => {
    const { theta, sigma } = mapEstimate({
      gram: Float64Array.of(100, 0, 0, 0, 100, 0, 0, 0, 100),
      zy: Float64Array.of(0, 400, -0.5),
      yy: 1600 + 0.0025 + 20,
      observations: 100,
      size: 3,
      ridge: 1,
      precision: Float64Array.of(1),
      mean: Float64Array.of(0),
      rate: 4,
    });
    // 4 v^2 + 100 v = 20.0025 + (4 v)^2 / 100 gives v = 0.19851; |-0.5| < 4 v leaves the third at zero.
    expect(sigma ** 2).toBeCloseTo(0.198511774, 8);
    expect(theta[0]).toBe(0);
    expect(theta[1]).toBeCloseTo(4 - (4 * 0.198511774) / 100, 8);
    expect(theta[2]).toBe(0);
  });

  it('stays finite where the columns can explain every observation', () => {
    const given = { seed: 5, n: 20, fourier: 6, hinges: 12, scale: 1, noise: 0.1 };
    const { columns, y } = dense(given);
    const { theta, sigma } = mapEstimate(problemOf(columns, y, given));
    expect(sigma).toBeGreaterThan(0);
    expect(theta.every(Number.isFinite)).toBe(true);
  });
});
