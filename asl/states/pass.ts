import type { PassState } from '../definition.ts';
import { conclude, type Outcome } from '../outcome.ts';
import type { Visit } from '../visit.ts';

export function runPass(state: PassState, visit: Visit): Promise<Outcome> {
  return conclude(visit, state);
}
