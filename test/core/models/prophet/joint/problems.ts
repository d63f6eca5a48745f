import fc from 'fast-check';
import { changepointRows } from '../../../../../core/models/prophet/changepoints.ts';
import type { JointProblem } from '../../../../../core/models/prophet/joint/problem.ts';
import { normals, uniforms } from '../shapes.ts';

const { abs, exp, floor, max, sin, cos, PI } = Math;

export interface Case {
  readonly seed: number;
  readonly growth: 'linear' | 'flat' | 'logistic';
  /** Share of the features that multiply the trend. */
  readonly multiplying: number;
  readonly noise: number;
  /** Of the Laplace prior. */
  readonly scale: number;
}

export const cases: fc.Arbitrary<Case> = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  growth: fc.constantFrom('linear', 'flat', 'logistic'),
  multiplying: fc.constantFrom(0, 0.5, 1),
  noise: fc.constantFrom(0.003, 0.03, 0.3),
  scale: fc.constantFrom(0.01, 0.05, 0.5),
});

/** A trend with a break, sines and cosines and rare holidays of either mode, noise; levels near zero and strong effects among them. */
export function problemOf({ seed, growth, multiplying, noise, scale }: Case): JointProblem {
  const uniform = uniforms(seed * 7919);
  const normal = normals(seed * 104_729);
  const n = 40 + floor(uniform() * 160);
  const pairs = floor(uniform() * 4);
  const features = 2 * pairs + 1;
  const t = Float64Array.from({ length: n }, (_, i) => i / (n - 1));
  const period = 5 + uniform() * 30;
  const x = new Float64Array(n * features);
  for (let i = 0; i < n; i++) {
    for (let k = 1; k <= pairs; k++) {
      x[i * features + 2 * k - 2] = sin((2 * PI * k * i) / period);
      x[i * features + 2 * k - 1] = cos((2 * PI * k * i) / period);
    }
    x[i * features + features - 1] = i === 7 || uniform() < 0.05 ? 1 : 0;
  }
  const multiplies = Uint8Array.from({ length: features }, () => (uniform() < multiplying ? 1 : 0));
  const level = uniform() < 0.2 ? 0 : 3 * normal();
  const slope = 3 * normal();
  const at = uniform();
  const beta = Float64Array.from({ length: features }, () => (uniform() < 0.2 ? 2 : 0.3) * normal());
  const y = Float64Array.from(t, (v, i) => {
    const line = level + (growth === 'flat' ? 0 : slope * v - 2 * slope * max(0, v - at));
    let factor = 1;
    for (let c = 0; c < features; c++) factor += beta[c] * x[i * features + c];
    return (growth === 'logistic' ? 1 / (1 + exp(-2 * line)) : line) * factor + noise * normal();
  });
  const largest = y.reduce((most, value) => max(most, abs(value)), 0);
  const trendColumns = growth === 'flat' ? 1 : 2;
  return {
    t,
    y: y.map((value) => value / largest),
    x,
    features,
    products: undefined,
    multiplies,
    changepoints: growth === 'flat' ? new Int32Array(0) : changepointRows(n, 12, 0.8),
    trendColumns,
    cap: growth === 'logistic' ? 0.4 + uniform() : undefined,
    precision: Float64Array.from({ length: trendColumns + features }, (_, j) => (j < trendColumns ? 0.04 : 0.01)),
    rate: 1 / scale,
    smallestVariance: 1e-12,
  };
}
