import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GrowingCholesky } from '../../../../../core/models/prophet/cholesky.ts';
import { derive } from '../../../../../core/models/prophet/joint/derivatives.ts';
import { evaluate } from '../../../../../core/models/prophet/joint/point.ts';
import { parameterCount, ridgeCount } from '../../../../../core/models/prophet/joint/problem.ts';
import type { JointProblem } from '../../../../../core/models/prophet/joint/problem.ts';
import { normals } from '../shapes.ts';
import { cases, problemOf } from './problems.ts';

/** Away from every kink: no delta is zero. */
function somewhere(problem: JointProblem, seed: number): Float64Array {
  const normal = normals(seed + 17);
  const theta = Float64Array.from({ length: parameterCount(problem) }, () => 0.4 * normal());
  if (problem.trendColumns === 2) theta[1] = (theta[1] < 0 ? -1 : 1) * (0.5 + Math.abs(theta[1]));
  return theta;
}

const moved = (theta: Float64Array, j: number, by: number) =>
  theta.map((value, index) => (index === j ? value + by : value));

const slopeOf = (problem: JointProblem, theta: Float64Array) => {
  const { gradient } = derive(problem, evaluate(problem, theta), 'exact');
  return gradient.map((value, j) => value + (j < ridgeCount(problem) ? 0 : problem.rate * Math.sign(theta[j])));
};

const STEP = 1e-5;

describe('derive', () => {
  it('gives the first derivatives of the negative log posterior, and their own', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const problem = problemOf(given);
        const theta = somewhere(problem, given.seed);
        const { hessian } = derive(problem, evaluate(problem, theta), 'exact');
        const slope = slopeOf(problem, theta);
        const scale = Math.max(1, ...slope.map(Math.abs));
        for (let j = 0; j < theta.length; j++) {
          const [up, down] = [moved(theta, j, STEP), moved(theta, j, -STEP)];
          const first = (evaluate(problem, up).objective - evaluate(problem, down).objective) / (2 * STEP);
          expect(Math.abs(first - slope[j]) / scale).toBeLessThan(1e-5);
          const [above, below] = [slopeOf(problem, up), slopeOf(problem, down)];
          for (let i = j; i < theta.length; i++) {
            const own = hessian[i * theta.length + j];
            expect(Math.abs((above[i] - below[i]) / (2 * STEP) - own)).toBeLessThan(1e-5 * (scale + Math.abs(own)));
          }
        }
      }),
      { numRuns: 40, seed: 20261128 },
    );
  });

  it('is never indefinite in its convex approximation, and agrees with it in the first derivatives', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const problem = problemOf(given);
        const theta = somewhere(problem, given.seed);
        const { gradient, hessian } = derive(problem, evaluate(problem, theta), 'convex');
        const size = theta.length;
        for (let j = 0; j < size; j++) hessian[j * size + j] += 1e-6 * Math.abs(hessian[j * size + j]);
        const factor = new GrowingCholesky(hessian, size);
        for (let j = 0; j < size; j++) expect(hessian[j * size + j] === 0 || factor.append(j, 0)).toBe(true);
        expect(gradient).toEqual(derive(problem, evaluate(problem, theta), 'exact').gradient);
      }),
      { numRuns: 40, seed: 20261128 },
    );
  });

  it('takes the products of features that are all added from where they are known', () => {
    const problem = problemOf({ seed: 4, growth: 'logistic', multiplying: 0, noise: 0.03, scale: 0.05 });
    const { x, features } = problem;
    const products = new Float64Array(features * features);
    for (let i = 0; i < x.length; i += features) {
      for (let a = 0; a < features; a++)
        for (let b = 0; b < features; b++) products[a * features + b] += x[i + a] * x[i + b];
    }
    const point = evaluate(problem, somewhere(problem, 4));
    const known = derive({ ...problem, products }, point, 'exact').hessian;
    derive(problem, point, 'exact').hessian.forEach((value, i) => {
      expect(Math.abs(known[i] - value)).toBeLessThan(1e-9 * (1 + Math.abs(value)));
    });
  });
});

describe('evaluate', () => {
  /** logistic_gamma and logistic_trend of prophet.stan. */
  function stanTrend({ t, changepoints, cap = 0 }: JointProblem, k: number, m: number, delta: Float64Array): number[] {
    const rates = [k];
    delta.forEach((by, j) => rates.push(rates[j] + by));
    let offset = m;
    const gamma = Array.from(changepoints, (row, j) => {
      const by = (t[row] - offset) * (1 - rates[j] / rates[j + 1]);
      offset += by;
      return by;
    });
    return Array.from(t, (time) => {
      const passed = changepoints.filter((row) => time >= t[row]).length;
      const shift = gamma.slice(0, passed).reduce((sum, by) => sum + by, m);
      return cap / (1 + Math.exp(-rates[passed] * (time - shift)));
    });
  }

  it("makes the trend of Prophet's offsets of a broken line", () => {
    const problem = problemOf({ seed: 9, growth: 'logistic', multiplying: 1, noise: 0.03, scale: 0.05 });
    const theta = somewhere(problem, 9);
    const [level, k] = theta;
    const { trend } = evaluate(problem, theta);
    stanTrend(problem, k, -level / k, theta.slice(ridgeCount(problem))).forEach((value, i) => {
      expect(trend[i]).toBeCloseTo(value, 12);
    });
  });
});
