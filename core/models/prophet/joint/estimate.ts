import type { MapEstimate } from '../map-estimate.ts';
import { climb } from './climb.ts';
import { offsetOf } from './point.ts';
import type { JointProblem } from './problem.ts';
import { startsOf } from './starts.ts';

export function jointEstimate(problem: JointProblem, additive: Float64Array): MapEstimate {
  const ends = startsOf(problem, additive).map((start) => climb(problem, start));
  const best = ends.reduce((a, b) => (b.objective < a.objective ? b : a));
  if (problem.cap !== undefined) best.theta[0] = offsetOf(best.theta);
  return { theta: best.theta, sigma: Math.sqrt(best.variance) };
}
