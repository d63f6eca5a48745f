import type { StateGraph } from '../definition.ts';
import { STATES_ERRORS, StateFailure } from '../errors.ts';
import type { Execution } from '../execution.ts';
import { ExecutionRun } from '../execution-run.ts';
import type { Json } from '../json.ts';
import { exceedsTolerance, type MapLimits } from './limits.ts';
import type { Visit } from '../visit.ts';

interface MapRunPlan {
  readonly graph: StateGraph;
  readonly label: string;
  readonly inputs: readonly Json[];
  readonly limits: MapLimits;
}

/**
 * Runs the child executions of a distributed Map. Children see no variables of the parent.
 *
 * @returns all of them in the order of the inputs, tolerated failures included.
 * @throws StateFailure States.ExceedToleratedFailureThreshold, after stopping those under way.
 */
export async function runChildren(visit: Visit, plan: MapRunPlan): Promise<readonly Execution[]> {
  const { inputs, limits } = plan;
  const { signal } = visit.lane;
  const running = new Set<ExecutionRun>();
  const stopAll = () => running.forEach((child) => child.stop());
  const finished: Execution[] = [];
  let next = 0;
  let failed = 0;
  const isOver = () => signal.aborted || exceedsTolerance(limits, failed, inputs.length);

  async function worker(): Promise<void> {
    while (next < inputs.length && !isOver()) {
      const index = next;
      next += 1;
      const child = startChild(visit, plan, index);
      running.add(child);
      finished[index] = await child.finished;
      running.delete(child);
      if (finished[index].status !== 'SUCCEEDED') failed += 1;
      if (isOver()) stopAll();
    }
  }

  signal.addEventListener('abort', stopAll);
  await Promise.all(Array.from({ length: Math.min(limits.maxConcurrency, inputs.length) }, worker));
  signal.removeEventListener('abort', stopAll);
  signal.throwIfAborted();
  if (!isOver()) return finished;
  const cause = 'The specified tolerated failure threshold was exceeded';
  throw new StateFailure({ error: STATES_ERRORS.exceedToleratedFailureThreshold, cause });
}

/** A child runs under a machine of its own, named `<machine>/<label>`. */
function startChild({ lane }: Visit, { graph, label, inputs }: MapRunPlan, index: number): ExecutionRun {
  const random = lane.random.fork(`${label}[${index}]`);
  return new ExecutionRun(lane.execution.engine, {
    machine: graph,
    machineArn: `${lane.execution.machineArn}/${label}`,
    rootMachineArn: lane.execution.rootMachineArn,
    name: random.uuid(),
    input: inputs[index],
    random,
  });
}
