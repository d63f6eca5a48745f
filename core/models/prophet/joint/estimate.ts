import type { MapEstimate } from '../map-estimate.ts';
import { constantCombination } from './balance.ts';
import type { Summit } from './climb.ts';
import { climb } from './climb.ts';
import { offsetOf } from './point.ts';
import type { JointProblem } from './problem.ts';
import { otherSide, startOf } from './starts.ts';

export interface JointEstimate extends MapEstimate {
  /** The negative log posterior, less constants. */
  readonly objective: number;
  readonly certified: boolean;
}

/**
 * The lower of the modes that the climbs end in. Each is a mode of its neighbourhood (see `Summit`); that there is no lower one elsewhere
 * is not proven. Theta in Prophet's own parameters: m, k, beta, delta.
 */
export function jointEstimate(problem: JointProblem, start = startOf(problem)): JointEstimate {
  const combination = constantCombination(problem);
  const here = climb(problem, start, combination);
  const beyond = otherSide(problem, here.point);
  const { point, certified } = beyond === undefined ? here : lower(here, climb(problem, beyond, combination));
  const theta = point.theta.slice();
  if (problem.cap !== undefined) theta[0] = offsetOf(theta);
  return { theta, sigma: Math.sqrt(point.variance), objective: point.objective, certified };
}

function lower(a: Summit, b: Summit): Summit {
  return b.point.objective < a.point.objective ? b : a;
}
