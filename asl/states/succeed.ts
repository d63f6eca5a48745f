import type { SucceedState } from '../definition.ts';
import { conclude, type Outcome } from '../outcome.ts';
import type { Visit } from '../visit.ts';

export function runSucceed(state: SucceedState, visit: Visit): Promise<Outcome> {
  return conclude(visit, { Output: state.Output });
}
