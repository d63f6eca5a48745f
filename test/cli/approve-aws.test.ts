import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { answerFunction } from '../../adapters/aws/answer-function.ts';
import { awsApprovals } from '../../cli/answer/aws-approvals.ts';
import { answerRequestSchema } from '../../core/contracts/answering.ts';
import { prod } from '../../environments/prod.ts';
import { run } from '../../lambdas/answer/answer.ts';
import { ADA, clientOf, PLACE, QUESTION, type World, world } from '../lambdas/answer/world.ts';

const lambda = mockClient(LambdaClient);
let here: World;
beforeEach(async () => {
  here = await world();
  lambda.reset();
  lambda.on(InvokeCommand).callsFake(async ({ Payload }: { Payload: string }) => {
    try {
      return said(await run(answerRequestSchema.parse(JSON.parse(Payload)), here.ports));
    } catch (error) {
      const { name: errorType, message: errorMessage } = error as Error;
      return { ...said({ errorType, errorMessage }), FunctionError: 'Unhandled' };
    }
  });
});
afterEach(() => here.sts.stop());

const said = (value: unknown) => ({
  Payload: Object.assign(new TextEncoder().encode(JSON.stringify(value)), { transformToString: () => 'unused' }),
});
const approvals = (accessKeyId = 'ASIAADA') =>
  awsApprovals(
    prod,
    answerFunction({
      ...PLACE,
      environment: 'prod',
      lambda: new LambdaClient({ region: PLACE.region }),
      sts: clientOf(accessKeyId),
    }),
  );
const waiting = async (accessKeyId?: string) => (await approvals(accessKeyId).find('weather', 'run-3'))!;

describe('approve and reject in an account', () => {
  it('find the open questions by the one right that approvers have', async () => {
    expect(await approvals().open('weather')).toMatchObject([QUESTION]);
    expect(await approvals().find('weather', 'run-4')).toBeUndefined();
    expect(lambda.commandCalls(InvokeCommand)[0]?.args[0].input).toEqual({
      FunctionName: '111111111111:function:forecasting-prod-answer',
      Payload: '{"action":"open","dataset":"weather"}',
    });
  });

  it('answer as who the credentials are', async () => {
    expect(await (await waiting()).answer({ approved: true, comment: 'fine' })).toBe(ADA);
    expect(here.told).toEqual([{ approved: true, by: ADA, comment: 'fine' }]);
  });

  it('say a name beside it, where one is given', async () => {
    await (await waiting('AKIABOB')).answer({ approved: false, by: 'grace', comment: 'too warm' });
    const by = 'arn:aws:iam::111111111111:user/bob';
    expect(here.told).toEqual([{ approved: false, by, comment: 'too warm (as grace)' }]);
  });

  it('say that somebody was faster', async () => {
    const [one, other] = [await waiting(), await waiting('AKIABOB')];
    await one.answer({ approved: true, comment: 'fine' });
    expect(await other.answer({ approved: false, comment: 'no' })).toBeUndefined();
  });

  it('say what the function refuses, by its name', async () => {
    await expect((await waiting('ASIAOTHER')).answer({ approved: true, comment: 'fine' })).rejects.toMatchObject({
      name: 'IdentityUnproven',
      message: expect.stringMatching(/is of another account; .* allowed: identities of the account 111111111111/),
    });
    lambda
      .on(InvokeCommand)
      .resolves({ ...said({ errorType: 'Runtime.ExitError', errorMessage: 'ended' }), FunctionError: 'Unhandled' });
    await expect(approvals().open('weather')).rejects.toThrow('Runtime.ExitError: ended');
  });

  it.each([
    ['ResourceNotFoundException', 'there is no function forecasting-prod-answer in eu-central-1'],
    ['AccessDeniedException', 'with the policy that the stack forecasting-prod tells as ApproversPolicy'],
    ['ExpiredTokenException', 'AWS takes no credentials from here'],
  ])('say what to do about %s', async (name, why) => {
    lambda.on(InvokeCommand).rejects(Object.assign(new Error('no'), { name }));
    await expect(approvals().open('weather')).rejects.toMatchObject({
      name: 'EnvironmentUnreachable',
      message: expect.stringContaining(why),
    });
  });

  it('pass other errors of Lambda on', async () => {
    lambda.on(InvokeCommand).rejects(new Error('no network'));
    await expect(approvals().open('weather')).rejects.toThrow('no network');
  });
});
