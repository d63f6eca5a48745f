import {
  ExecutionDoesNotExist,
  type HistoryEvent,
  InvalidToken,
  paginateGetExecutionHistory,
  paginateListExecutions,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { approvalSchema, requestApprovalStep } from '../../core/contracts/steps/promote.ts';
import type { OpenQuestion, PersonsAnswer, QuestionDesk } from '../../core/ports.ts';

/** The state of the promote machine that waits. */
const ASKING_STATE = 'Ask for approval';
/** The call that the state makes, as the history shows it: the question is in the function's payload, beside what else steps are told. */
const scheduledSchema = z.object({ Payload: z.object(requestApprovalStep.input.shape) });

/** Questions as executions of the promote machine that wait on a task token: the history tells the token, and nobody else is told it. */
export function openQuestions(client: SFNClient, stateMachineArn: string): QuestionDesk {
  async function open(dataset: string): Promise<readonly OpenQuestion[]> {
    const found: OpenQuestion[] = [];
    const pages = paginateListExecutions({ client }, { stateMachineArn, statusFilter: 'RUNNING' });
    for await (const { executions = [] } of pages) {
      for (const { executionArn } of executions) {
        const question = await pendingQuestion(client, executionArn);
        if (question?.dataset === dataset) found.push(question);
      }
    }
    return found;
  }

  return {
    open,
    async find(dataset, runId) {
      const arn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${runId}`;
      const question = await pendingQuestion(client, arn);
      if (question?.dataset === dataset && question.runId === runId) return question;
      // An execution that a person or a rule started has a name of its own.
      return (await open(dataset)).find((other) => other.runId === runId);
    },
  };
}

const GONE = [TaskTimedOut, TaskDoesNotExist, InvalidToken];

/** Answers the waiting task; false when it waits no more. */
async function send(client: SFNClient, taskToken: string, { approved, by, comment }: PersonsAnswer): Promise<boolean> {
  const output = JSON.stringify(approvalSchema.parse({ by, comment }));
  // A failure has no field for a name: who said no stands in its cause.
  const cause = `${by}: ${comment}`;
  try {
    if (approved) await client.send(new SendTaskSuccessCommand({ taskToken, output }));
    else await client.send(new SendTaskFailureCommand({ taskToken, error: ERROR_NAMES.approvalRejected, cause }));
    return true;
  } catch (error) {
    if (GONE.some((gone) => error instanceof gone)) return false;
    // Neither its message nor the error as a cause: what AWS finds invalid it repeats, the token too.
    throw new PlatformError(ERROR_NAMES.answerRefused, {
      problem: 'Step Functions does not take the answer',
      got: error instanceof Error ? error.name : 'no error',
      hint: 'answer again; where it stays so, look at the rights of the function that answers',
    });
  }
}

/** The question of an execution that waits now. Newest first: the first state that shows is the one that it is in. */
async function pendingQuestion(client: SFNClient, executionArn: string | undefined): Promise<OpenQuestion | undefined> {
  let asked: Asked | undefined;
  try {
    for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn, reverseOrder: true })) {
      for (const event of events) {
        if (isEnd(event)) return undefined;
        asked ??= askedIn(event);
        const state = event.stateEnteredEventDetails?.name;
        if (state !== undefined) return state === ASKING_STATE ? questionOf(client, asked) : undefined;
      }
    }
    return undefined;
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

/** What the asking step was told. */
type Asked = z.infer<typeof requestApprovalStep.input>;

function questionOf(client: SFNClient, asked: Asked | undefined): OpenQuestion | undefined {
  if (asked === undefined) return undefined;
  const { taskToken, ...question } = asked;
  return { ...question, answer: (answer) => send(client, taskToken, answer) };
}

/** Left the state, or the execution is over. */
function isEnd({ type }: HistoryEvent): boolean {
  return /StateExited$|^Execution(Failed|Succeeded|Aborted|TimedOut)$/.test(String(type));
}

function askedIn({ taskScheduledEventDetails: scheduled }: HistoryEvent): Asked | undefined {
  if (scheduled?.parameters === undefined) return undefined;
  return scheduledSchema.safeParse(JSON.parse(scheduled.parameters)).data?.Payload;
}
