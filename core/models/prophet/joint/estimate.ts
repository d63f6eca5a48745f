import type { MapEstimate } from '../map-estimate.ts';
import { constantCombination } from './balance.ts';
import { climb } from './climb.ts';
import { offsetOf } from './point.ts';
import type { JointProblem } from './problem.ts';
import { otherSide, startsOf } from './starts.ts';

export interface JointEstimate extends MapEstimate {
  /** The negative log posterior, less constants. */
  readonly objective: number;
  readonly certified: boolean;
}

/**
 * The lowest of the modes that the climbs end in. Each is a mode of its neighbourhood (see `Summit`); that there is no lower one
 * elsewhere is not proven. Theta in Prophet's own parameters: m, k, beta, delta.
 */
export function jointEstimate(problem: JointProblem, starts = startsOf(problem)): JointEstimate {
  const combination = constantCombination(problem);
  const summits = starts.flatMap((start) => {
    const here = climb(problem, start, combination);
    const beyond = otherSide(problem, here.point);
    return beyond === undefined ? [here] : [here, climb(problem, beyond, combination)];
  });
  const { point, certified } = summits.reduce((a, b) => (b.point.objective < a.point.objective ? b : a));
  const theta = point.theta.slice();
  if (problem.cap !== undefined) theta[0] = offsetOf(theta);
  return { theta, sigma: Math.sqrt(point.variance), objective: point.objective, certified };
}
