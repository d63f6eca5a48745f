import { withErrorHandling } from '../catch.ts';
import type { TaskState } from '../definition.ts';
import { conclude, type Outcome } from '../outcome.ts';
import { callTask } from '../task/call-task.ts';
import { prepareCall } from '../task/task-call.ts';
import type { Visit } from '../visit.ts';

export function runTask(state: TaskState, visit: Visit): Promise<Outcome> {
  return withErrorHandling(visit, state, {
    attempt: async () => {
      const result = await callTask(visit, await prepareCall(state, visit));
      return conclude(visit, state, { result });
    },
  });
}
