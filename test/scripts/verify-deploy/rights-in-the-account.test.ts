import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../scripts/verify-deploy/aws-api/aws-api.ts';
import { AccountRole } from '../../../scripts/verify-deploy/rights/account-role.ts';
import { STEPS, type StepName } from '../../../lambdas/steps.ts';
import { OTHER_INPUTS, TOUCH_NOTHING } from '../../../scripts/verify-deploy/rights/taken-away.ts';
import { recordedInputs } from '../../../scripts/verify-deploy/rights/recorded-inputs.ts';

const DOCUMENT = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:one' },
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:two' },
  ],
};

/** IAM with one role of one policy, and everything that was put. */
function iam() {
  const put: unknown[] = [];
  const answers: Readonly<Record<string, Answer>> = {
    ListRolePolicies: { PolicyNames: ['Default'] },
    GetRolePolicy: { PolicyDocument: DOCUMENT },
  };
  const api = {
    async call(_: string, operation: string, parameters: Answer = {}): Promise<Answer> {
      if (operation === 'PutRolePolicy') put.push(JSON.parse(String(parameters.PolicyDocument)));
      return answers[operation] ?? {};
    },
  };
  return { api, put };
}

describe('a role of the account', () => {
  it('is without a right while something is done, and has its policies back as they were', async () => {
    const { api, put } = iam();
    const role = await AccountRole.read(api, 'ingest');
    expect(role.actions).toEqual(['s3:GetObject', 's3:PutObject']);
    const during = await role.without('s3:GetObject', async () => put.length);
    expect(during).toBe(1);
    expect(put).toEqual([
      { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: 'arn:two' }] },
      DOCUMENT,
    ]);
  });

  it('has them back when that fails', async () => {
    const { api, put } = iam();
    const role = await AccountRole.read(api, 'ingest');
    await expect(role.without('s3:PutObject', () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
    expect(put.at(-1)).toEqual(DOCUMENT);
  });
});

describe('what functions were given', () => {
  const invoke = (name: string, Payload: unknown) => ({
    type: 'TaskScheduled',
    taskScheduledEventDetails: {
      resource: 'arn:aws:states:::lambda:invoke',
      parameters: JSON.stringify({
        FunctionName: `arn:aws:lambda:eu-central-1:111111111111:function:${name}`,
        Payload,
      }),
    },
  });
  const child = {
    type: 'TaskScheduled',
    taskScheduledEventDetails: { resource: 'states:startExecution.sync:2', parameters: '{}' },
  };

  it("is the payload of the latest execution's first call", async () => {
    const histories: Readonly<Record<string, Answer>> = {
      newer: {
        events: [
          { type: 'ExecutionStarted' },
          child,
          invoke('ingest', { run: 'newer' }),
          invoke('ingest', { run: 'again' }),
        ],
      },
      older: { events: [invoke('ingest', { run: 'older' }), invoke('select', { run: 'older' })] },
    };
    const api = {
      async call(_: string, operation: string, { executionArn }: Answer = {}): Promise<Answer> {
        if (operation === 'ListStateMachines') return { stateMachines: [{ stateMachineArn: 'm' }] };
        if (operation === 'ListExecutions')
          return { executions: [{ executionArn: 'newer' }, { executionArn: 'older' }] };
        return histories[String(executionArn)]!;
      },
    };
    expect([...(await recordedInputs(api))]).toEqual([
      ['ingest', { run: 'newer' }],
      ['select', { run: 'older' }],
    ]);
  });
});

describe('steps that no execution of the other checks comes to', () => {
  it.each(Object.entries(OTHER_INPUTS))('%s is given what its contract takes', (step, input) => {
    expect(STEPS[step as StepName].contract.input.safeParse(input).error).toBeUndefined();
  });

  it('or that touch nothing, are steps', () => {
    expect(Object.keys(TOUCH_NOTHING).filter((step) => !(step in STEPS))).toEqual([]);
  });
});
