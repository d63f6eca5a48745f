import { isDistributed, type State } from '../definition.ts';
import { parseResource } from '../task/resource.ts';
import { schemaError, type Diagnostic } from './diagnostic.ts';

/** What a state asks of its workflow that an EXPRESS one, of five minutes at most and without memory, does not have. */
export function checkExpress(state: State, location: string): readonly Diagnostic[] {
  if (state.Type === 'Map' && isDistributed(state)) {
    const problem = "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
    return [schemaError(problem, `${location}/ItemProcessor/ProcessorConfig/Mode`)];
  }
  const resource = state.Type === 'Task' ? parseResource(state.Resource) : undefined;
  const lacking =
    resource === undefined ? undefined : LACKING[resource.kind === 'activity' ? 'activity' : resource.pattern];
  return lacking === undefined
    ? []
    : [schemaError(`Express state machine does not support ${lacking}`, `${location}/Resource`)];
}

const LACKING = {
  activity: 'Activity ARN',
  sync: "'.sync' service integration",
  'wait-for-task-token': "'.waitForTaskToken' service integration",
  'request-response': undefined,
} as const;
