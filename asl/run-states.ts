import type { State, StateGraph } from './definition.ts';
import { jsonText, type Json, type JsonObject } from './json.ts';
import type { Lane } from './lane.ts';
import type { Outcome } from './outcome.ts';
import { runChoice } from './states/choice.ts';
import { runFail } from './states/fail.ts';
import { runMap } from './states/map.ts';
import { runParallel } from './states/parallel.ts';
import { runPass } from './states/pass.ts';
import { runSucceed } from './states/succeed.ts';
import { runTask } from './states/task.ts';
import { runWait } from './states/wait.ts';
import { Visit } from './visit.ts';

/** Follows the states from StartAt to the end. @returns the last state's output. @throws StateFailure */
export async function runStates(graph: StateGraph, input: Json, lane: Lane): Promise<Json> {
  let name: string | undefined = graph.StartAt;
  let data = input;
  while (name !== undefined) {
    const state: State = graph.States[name];
    const visit = new Visit(lane, { name, type: state.Type, input: data });
    const outcome: Outcome = await runState(state, visit);
    lane.variables.assign(outcome.assigned);
    lane.emit(`${state.Type}StateExited`, exitedDetails(name, outcome));
    lane.open = undefined;
    data = outcome.output;
    name = outcome.next;
  }
  return data;
}

function runState(state: State, visit: Visit): Promise<Outcome> {
  switch (state.Type) {
    case 'Task':
      return runTask(state, visit);
    case 'Pass':
      return runPass(state, visit);
    case 'Choice':
      return runChoice(state, visit);
    case 'Wait':
      return runWait(state, visit);
    case 'Map':
      return runMap(state, visit);
    case 'Parallel':
      return runParallel(state, visit);
    case 'Succeed':
      return runSucceed(state, visit);
    case 'Fail':
      return runFail(state, visit);
    default:
      return state satisfies never;
  }
}

function exitedDetails(name: string, { output, assigned }: Outcome): JsonObject {
  const texts = assigned.map(({ name: variable, text }) => [variable, text] as const);
  return {
    name,
    output: jsonText(output),
    ...(texts.length === 0 ? {} : { assignedVariables: Object.fromEntries(texts) }),
  };
}
