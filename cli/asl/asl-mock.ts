import * as z from 'zod';
import type { StateGraph } from '../../asl/definition.ts';
import { type Interpreter, type Json, STATES_ERRORS, StateFailure, type TaskHandler } from '../../asl/index.ts';
import { innerGraphsOf } from '../../asl/inner-graphs.ts';

const answerSchema = z.union([
  z.strictObject({ Return: z.json() as z.ZodType<Json> }),
  z.strictObject({ Throw: z.strictObject({ Error: z.string().optional(), Cause: z.string().optional() }) }),
]);

/** By state name: the answers of its first, second, ... call; or one answer for all calls. */
export const mockSchema = z.record(z.string(), z.union([answerSchema, z.array(answerSchema).min(1)]));
export type Mock = z.infer<typeof mockSchema>;

/** The Task states, nested ones included, that a mock does not answer. */
export function unansweredTasks(graph: StateGraph, mock: Mock): readonly string[] {
  return Object.entries(graph.States).flatMap(([name, state]) => [
    ...(state.Type === 'Task' && !Object.hasOwn(mock, name) ? [name] : []),
    ...Object.values(innerGraphsOf(state)).flatMap((inner) => unansweredTasks(inner, mock)),
  ]);
}

/** Answers Tasks from a mock; those that wait for a token get the answer through it. */
export function createMockHandler(mock: Mock, interpreter: () => Interpreter): TaskHandler {
  const calls = new Map<string, number>();

  function nextAnswer(stateName: string): z.infer<typeof answerSchema> {
    const call = calls.get(stateName) ?? 0;
    calls.set(stateName, call + 1);
    const answers = mock[stateName];
    const answer = Array.isArray(answers) ? answers[call] : answers;
    if (answer !== undefined) return answer;
    // States.Runtime, because a Catch of States.ALL must not hide that the mock is too short.
    const cause = `the mock holds ${call} answers for the state '${stateName}', which was called once more`;
    throw new StateFailure({ error: STATES_ERRORS.runtime, cause });
  }

  return async ({ stateName, taskToken }) => {
    const answer = nextAnswer(stateName);
    if ('Return' in answer) {
      if (taskToken !== undefined) interpreter().sendTaskSuccess(taskToken, answer.Return);
      return answer.Return;
    }
    const failure = { error: answer.Throw.Error, cause: answer.Throw.Cause };
    if (taskToken === undefined) throw new StateFailure(failure);
    interpreter().sendTaskFailure(taskToken, failure);
    return {};
  };
}
