import { roleArnOf } from './arn.ts';
import type { State } from './definition.ts';
import type { JsonObject } from './json.ts';
import type { Lane } from './lane.ts';

/** What the context object says of the state itself. */
interface VisitedState {
  readonly lane: Lane;
  readonly name: string;
  readonly type: State['Type'];
  readonly enteredAtMs: number;
  readonly retryCount: number;
  readonly taskToken: string | undefined;
}

/** The context object, `$states.context`, as the visited state sees it. */
export function contextOf(visit: VisitedState, mapItem = visit.lane.mapItem): JsonObject {
  const { execution } = visit.lane;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: roleArnOf(execution.rootMachineArn),
      StartTime: new Date(execution.startedAtMs).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    State: {
      Name: visit.name,
      EnteredTime: new Date(visit.enteredAtMs).toISOString(),
      // The other states are never retried, a Parallel apart: AWS leaves it out there too.
      ...(visit.type === 'Task' || visit.type === 'Map' ? { RetryCount: visit.retryCount } : {}),
    },
    ...(mapItem === undefined ? {} : { Map: { Item: { Index: mapItem.Index, Value: mapItem.Value } } }),
    ...(visit.taskToken === undefined ? {} : { Task: { Token: visit.taskToken } }),
  };
}
