import {
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { mockClient } from 'aws-sdk-client-mock';
import { openQuestions } from '../../../adapters/aws/open-questions.ts';

const ARN = 'arn:aws:states:eu-central-1:111111111111:execution:forecasting-dev-promote:';
const sfn = mockClient(SFNClient);
const MACHINE = 'arn:aws:states:eu-central-1:111111111111:stateMachine:forecasting-dev-promote';
const desk = openQuestions(new SFNClient({ region: 'eu-central-1' }), MACHINE);
beforeEach(() => {
  sfn.reset();
  sfn.on(ListExecutionsCommand).resolves({ executions: [] });
});

const report = { reportUri: 's3://artifacts/comparison.json', reportSha256: 'abc' };
const question = { dataset: 'weather', runId: 'run-3', modelVersion: 3, report };
const told = { ...question, taskToken: 'token-2' };

let id = 100;
const event = (type: HistoryEvent['type'], details: Partial<HistoryEvent> = {}): HistoryEvent => ({
  id: (id -= 1),
  timestamp: new Date(0),
  type,
  ...details,
});
const entered = (name: string) => event('TaskStateEntered', { stateEnteredEventDetails: { name } });
const scheduled = (payload: object) =>
  event('TaskScheduled', {
    taskScheduledEventDetails: {
      resourceType: 'lambda',
      resource: 'invoke.waitForTaskToken',
      region: 'eu-central-1',
      parameters: JSON.stringify({ FunctionName: 'request-approval', Payload: payload }),
    },
  });
/** Newest first, as GetExecutionHistory gives it in reverse: a second try of the state that asks. */
const WAITING = [
  event('TaskSubmitted'),
  event('TaskStarted'),
  scheduled(told),
  event('TaskFailed'),
  scheduled({ ...told, taskToken: 'token-1' }),
  entered('Ask for approval'),
  entered('Judge the challenger'),
];

const history = (run: string, events: readonly HistoryEvent[]) =>
  sfn.on(GetExecutionHistoryCommand, { executionArn: ARN + run }).resolves({ events: [...events] });

const waiting = () => desk.find('weather', 'run-3');

describe('openQuestions', () => {
  it('finds the question in the history of the run, and keeps its token to itself', async () => {
    history('run-3', WAITING);
    expect(await waiting()).toEqual({ ...question, answer: expect.any(Function) });
    expect(sfn.commandCalls(GetExecutionHistoryCommand)[0]?.args[0].input.reverseOrder).toBe(true);
  });

  it('finds the question of a run within a replay', async () => {
    history('run-3', [event('TaskStarted'), scheduled({ ...told, replay: 'history' }), entered('Ask for approval')]);
    expect(await waiting()).toMatchObject(question);
  });

  it('reads on where a page ends before the state began', async () => {
    sfn
      .on(GetExecutionHistoryCommand)
      .resolvesOnce({ events: WAITING.slice(0, 3), nextToken: 'more' })
      .resolvesOnce({ events: WAITING.slice(3) });
    expect(await waiting()).toMatchObject(question);
  });

  it.each([
    ['has gone on', [entered('Promote the challenger'), event('TaskStateExited'), ...WAITING]],
    ['has left the state that asks', [event('TaskStateExited'), ...WAITING]],
    ['was aborted', [event('ExecutionAborted'), ...WAITING]],
    ['has not asked yet', [scheduled({}), entered('Judge the challenger')]],
  ])('finds no question in a run that %s', async (_, events) => {
    history('run-3', events);
    expect(await desk.find('weather', 'run-3')).toBeUndefined();
  });

  it('finds none in a run that there is not, and none of another data set', async () => {
    sfn.on(GetExecutionHistoryCommand).rejects(new ExecutionDoesNotExist({ message: 'no', $metadata: {} }));
    expect(await desk.find('weather', 'run-9')).toBeUndefined();
    history('run-3', WAITING);
    expect(await desk.find('sales', 'run-3')).toBeUndefined();
  });

  it('finds no question in an execution that is called as another run', async () => {
    history('run-9', WAITING);
    expect(await desk.find('weather', 'run-9')).toBeUndefined();
  });

  it('finds the question of a run whose execution has another name', async () => {
    const named = { executionArn: `${ARN}by-hand`, stateMachineArn: 'm', name: 'by-hand', status: 'RUNNING' as const };
    sfn.on(GetExecutionHistoryCommand).rejects(new ExecutionDoesNotExist({ message: 'no', $metadata: {} }));
    sfn.on(ListExecutionsCommand).resolves({ executions: [{ ...named, startDate: new Date(0) }] });
    history('by-hand', WAITING);
    expect(await waiting()).toMatchObject(question);
    expect(await desk.find('weather', 'run-4')).toBeUndefined();
  });

  it('lists the running executions that wait for the data set, over all pages', async () => {
    const execution = (name: string) => ({
      executionArn: ARN + name,
      stateMachineArn: 'm',
      name,
      status: 'RUNNING' as const,
      startDate: new Date(0),
    });
    sfn
      .on(ListExecutionsCommand)
      .resolvesOnce({ executions: [execution('run-2'), execution('run-3')], nextToken: 'more' })
      .resolvesOnce({ executions: [execution('run-4')] });
    history('run-2', [entered('Judge the challenger')]);
    history('run-3', WAITING);
    history('run-4', [scheduled({ ...told, dataset: 'sales' }), entered('Ask for approval')]);
    expect(await desk.open('weather')).toMatchObject([question]);
    expect(sfn.commandCalls(ListExecutionsCommand)[0]?.args[0].input).toMatchObject({
      stateMachineArn: MACHINE,
      statusFilter: 'RUNNING',
    });
  });

  it('sends yes as the success of the task', async () => {
    history('run-3', WAITING);
    sfn.on(SendTaskSuccessCommand).resolves({});
    expect(await (await waiting())?.answer({ approved: true, by: 'grace', comment: 'fine' })).toBe(true);
    expect(sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
      taskToken: 'token-2',
      output: '{"by":"grace","comment":"fine"}',
    });
  });

  it('sends no as its failure, by the name that the machine catches', async () => {
    history('run-3', WAITING);
    sfn.on(SendTaskFailureCommand).resolves({});
    expect(await (await waiting())?.answer({ approved: false, by: 'grace', comment: 'too warm' })).toBe(true);
    expect(sfn.commandCalls(SendTaskFailureCommand)[0]?.args[0].input).toEqual({
      taskToken: 'token-2',
      error: 'ApprovalRejected',
      cause: 'grace: too warm',
    });
  });

  it('says that the time was over, and passes other errors on', async () => {
    const answer = { approved: true, by: 'grace', comment: 'fine' };
    history('run-3', WAITING);
    const asked = await waiting();
    sfn.on(SendTaskSuccessCommand).rejectsOnce(new TaskTimedOut({ message: 'over', $metadata: {} }));
    expect(await asked?.answer(answer)).toBe(false);
  });

  it('tells of another refusal its name alone: what AWS finds invalid it repeats, the token too', async () => {
    history('run-3', WAITING);
    const asked = await waiting();
    const refusal = Object.assign(new Error("1 validation error: Value 'token-2' at 'taskToken' is invalid"), {
      name: 'ValidationException',
    });
    sfn.on(SendTaskSuccessCommand).rejects(refusal);
    const error: unknown = await asked
      ?.answer({ approved: true, by: 'grace', comment: 'fine' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'AnswerRefused',
      message: expect.stringContaining("got 'ValidationException'"),
    });
    expect(inspect(error, { depth: 9 })).not.toContain('token-2');
  });
});
