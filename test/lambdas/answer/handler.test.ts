import { GetExecutionHistoryCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { Logger } from '@aws-lambda-powertools/logger';
import { answeringPorts } from '../../../hosts/answering.ts';
import { answering } from '../../../lambdas/answer/handler.ts';
import { ADA, ANSWER, QUESTION, type World, world } from './world.ts';

/** What may stand nowhere: whoever has it answers for a person, or is one for some minutes. */
const TOKEN = 'canary-task-token';
const sfn = mockClient(SFNClient);
let here: World;
let lines: string[];
let handler: ReturnType<typeof answering>;
const before = { ...process.env };

beforeEach(async () => {
  here = await world();
  lines = [];
  process.env.POWERTOOLS_DEV = 'true';
  const variables = {
    AWS_ENDPOINT_URL: here.sts.endpoint,
    PLATFORM_STACK: 'forecasting-prod',
    PROMOTE_MACHINE_ARN: 'arn:aws:states:eu-central-1:111111111111:stateMachine:forecasting-prod-promote',
  };
  for (const method of ['log', 'info', 'error', 'warn', 'debug'] as const)
    jest.spyOn(console, method).mockImplementation((...words) => void lines.push(words.map(String).join(' ')));
  sfn.reset();
  const parameters = JSON.stringify({ Payload: { ...QUESTION, taskToken: TOKEN } });
  sfn.on(GetExecutionHistoryCommand).resolves({
    events: [
      {
        id: 2,
        timestamp: new Date(0),
        type: 'TaskScheduled',
        taskScheduledEventDetails: { resourceType: 'lambda', resource: 'invoke', region: 'eu-central-1', parameters },
      },
      {
        id: 1,
        timestamp: new Date(0),
        type: 'TaskStateEntered',
        stateEnteredEventDetails: { name: 'Ask for approval' },
      },
    ],
  });
  handler = answering(() => ({ ports: answeringPorts(variables), logger: new Logger() }));
});
afterEach(async () => {
  process.env = before;
  jest.restoreAllMocks();
  await here.sts.stop();
});

const CONTEXT = { awsRequestId: 'r', functionName: 'f', memoryLimitInMB: '512' } as unknown as Parameters<
  typeof handler
>[1];

/** The log, what was answered or thrown, and what none of them may hold. */
async function said(event: unknown) {
  const answered: unknown = await handler(event, CONTEXT).catch((error: unknown) => error);
  const shown =
    answered instanceof Error
      ? `${answered.name} ${answered.message} ${String(answered.stack)}`
      : JSON.stringify(answered);
  return { answered, log: lines.join('\n'), all: `${lines.join('\n')}\n${shown}` };
}

describe('the log and the errors of the function that answers', () => {
  it('say who answered what, and hold neither token nor proof', async () => {
    sfn.on(SendTaskSuccessCommand).resolves({});
    const proof = await here.prove('ASIAADA');
    const { answered, log, all } = await said({ action: 'answer', answer: ANSWER, proof });
    expect(answered).toEqual({ outcome: 'answered', by: ADA });
    expect(sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
      taskToken: TOKEN,
      output: JSON.stringify({ by: ADA, comment: 'looks right' }),
    });
    for (const told of [ADA, 'run-3', QUESTION.report.reportSha256, '"approved": true', 'looks right'])
      expect(log).toContain(told);
    for (const secret of [TOKEN, proof.signature, proof.sessionToken, proof.accessKeyId])
      expect(all).not.toContain(secret);
  });

  it('hold no token where Step Functions repeats it', async () => {
    const refusal = new Error(`Value '${TOKEN}' at 'taskToken' failed to satisfy constraint`);
    sfn.on(SendTaskSuccessCommand).rejects(Object.assign(refusal, { name: 'ValidationException' }));
    const proof = await here.prove('ASIAADA');
    const { answered, all } = await said({ action: 'answer', answer: ANSWER, proof });
    expect(answered).toMatchObject({ name: 'AnswerRefused' });
    expect(lines.length).toBeGreaterThan(1);
    expect(all).not.toContain(TOKEN);
  });

  it.each([
    ['a proof that is none', { signature: 'canary-signature' }],
    ['a field more', { sessionToken: 'canary-signature', arn: ADA }],
  ])('hold nothing of %s', async (_, changed) => {
    const proof = { ...(await here.prove('ASIAADA')), ...changed };
    const { answered, all } = await said({ action: 'answer', answer: ANSWER, proof });
    expect(answered).toMatchObject({ name: 'StepInputInvalid', message: expect.stringContaining("in 'proof") });
    for (const secret of ['canary-signature', proof.signature, proof.sessionToken]) expect(all).not.toContain(secret);
    expect(here.sts.requests).toEqual([]);
  });

  it.each([
    ['who answers', { action: 'answer', by: ADA }],
    ['the context of a request', { action: 'answer', requestContext: { authorizer: { iam: { userArn: ADA } } } }],
    ['a token', { action: 'answer', taskToken: TOKEN }],
    ['nothing that it knows', { action: 'approve' }],
  ])('refuse an event that says %s', async (_, event) => {
    const proof = await here.prove('ASIAADA');
    const { answered, all } = await said({ answer: ANSWER, proof, ...event });
    expect(answered).toMatchObject({ name: 'StepInputInvalid' });
    expect(all).not.toContain(TOKEN);
    expect(sfn.commandCalls(SendTaskSuccessCommand)).toEqual([]);
  });

  it('list the questions without their tokens', async () => {
    sfn.onAnyCommand().resolves({ executions: [] });
    const { answered, all } = await said({ action: 'open', dataset: 'weather' });
    expect(answered).toMatchObject({ questions: [], signFor: { region: 'eu-central-1' } });
    expect(all).not.toContain(TOKEN);
  });
});
