import { runSimulation } from '@cloud-copilot/iam-simulate';
import { describe, expect, it } from '@jest/globals';
import { pullRequestStacks } from '../../../core/contracts/names.ts';
import { ENVIRONMENTS, LITERALS } from '../../../environments/index.ts';
import { executionPolicy } from '../../../lib/bootstrap/execution-policy.ts';
import type { ExecutionPolicyProps, PolicyDocument } from '../../../lib/bootstrap/execution-policy.ts';
import { roles } from '../../../lib/bootstrap/stack-place.ts';
import { COMPANY } from '../../support/company-environment.ts';
import { stackOf } from '../support.ts';
import type { Environment } from '../../../environments/environment.ts';

const ACCOUNT = '333333333333';
const HERE = 'eu-central-1:333333333333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/forecasting-prod-StepsIngestRole1A2B3C4D-x1y2z3`;

function policyOf(environment: Environment, changes: Partial<ExecutionPolicyProps> = {}): PolicyDocument {
  const { template, stack } = stackOf(environment);
  const { account, region, permissionsBoundary } = environment;
  const props = {
    template,
    partition: 'aws',
    account,
    region,
    stack: stack.stackName,
    permissionsBoundary,
  } as ExecutionPolicyProps;
  return executionPolicy({ ...props, ...changes });
}

const prod = policyOf(ENVIRONMENTS.prod);

/** A key's own policy decides: those of the templates leave it to the account. */
function leftTo(account: string) {
  const Principal = { AWS: `arn:aws:iam::${account}:root` };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' }] };
}

async function decision(
  policy: PolicyDocument,
  [action, resource, context = {}]: readonly [string, string, Record<string, string>?],
  accountId: string = ACCOUNT,
): Promise<string> {
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${accountId}:role/cdk-hnb659fds-cfn-exec-role`,
        action,
        resource: { resource, accountId },
        contextVariables: context,
      },
      identityPolicies: [{ name: 'deploys', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(action.startsWith('kms:') ? { resourcePolicy: leftTo(accountId) } : {}),
    },
    {},
  );
  return result.resultType === 'error' ? JSON.stringify(result.errors) : result.overallResult;
}

describe('what CloudFormation deploys prod with', () => {
  it.each<[string, string, Record<string, string>?]>([
    ['iam:CreateRole', ROLE],
    ['iam:PutRolePolicy', ROLE],
    ['iam:PassRole', ROLE, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
    ['iam:PassRole', ROLE, { 'iam:PassedToService': 'states.amazonaws.com' }],
    ['iam:PassRole', ROLE, { 'iam:PassedToService': 'scheduler.amazonaws.com' }],
    ['lambda:CreateFunction', `arn:aws:lambda:${HERE}:function:forecasting-prod-Stepsingest1A2B3C4D-x1y2z3`],
    ['states:UpdateStateMachine', `arn:aws:states:${HERE}:stateMachine:forecasting-prod-train`],
    ['s3:PutBucketPolicy', 'arn:aws:s3:::forecasting-prod-goldbucket-x1y2z3'],
    ['s3:GetObject', `arn:aws:s3:::cdk-hnb659fds-assets-${ACCOUNT}-eu-central-1/1a2b.zip`],
    ['kms:PutKeyPolicy', `arn:aws:kms:${HERE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`],
    ['logs:CreateLogGroup', `arn:aws:logs:${HERE}:log-group:/aws/vendedlogs/states/forecasting-prod-train-0a1b`],
    ['logs:PutRetentionPolicy', `arn:aws:logs:${HERE}:log-group:forecasting-prod-StepsingestLogs1A2B3C4D-x1y2z3`],
    ['scheduler:CreateSchedule', `arn:aws:scheduler:${HERE}:schedule/forecasting-prod/forecast-weather`],
    ['sns:Subscribe', `arn:aws:sns:${HERE}:forecasting-prod-NotificationTopic-x1y2z3`],
    ['ssm:GetParameters', `arn:aws:ssm:${HERE}:parameter/cdk-bootstrap/hnb659fds/version`],
  ])('may %s on %s', async (...call) => {
    expect(await decision(prod, call)).toBe('Allowed');
  });

  it.each<[string, string, Record<string, string>?]>([
    ['iam:CreateRole', `arn:aws:iam::${ACCOUNT}:role/admin`],
    ['iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/forecasting-dev-StepsIngestRole1A2B3C4D-x1y2z3`],
    ['iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role`],
    ['iam:AttachRolePolicy', ROLE],
    ['iam:CreateUser', `arn:aws:iam::${ACCOUNT}:user/anybody`],
    ['iam:CreatePolicyVersion', `arn:aws:iam::${ACCOUNT}:policy/forecasting-prod-deploy`],
    ['iam:PassRole', ROLE, { 'iam:PassedToService': 'ec2.amazonaws.com' }],
    ['iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/admin`, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
    ['sts:AssumeRole', ROLE],
    ['organizations:LeaveOrganization', '*'],
    ['s3:GetObject', 'arn:aws:s3:::forecasting-prod-goldbucket-x1y2z3/forecasts/part.parquet'],
    ['s3:DeleteObject', 'arn:aws:s3:::forecasting-prod-goldbucket-x1y2z3/forecasts/part.parquet'],
    ['s3:PutBucketPolicy', 'arn:aws:s3:::payroll'],
    ['kms:Decrypt', `arn:aws:kms:${HERE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`],
    ['kms:Sign', `arn:aws:kms:${HERE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`],
    ['lambda:InvokeFunction', `arn:aws:lambda:${HERE}:function:forecasting-prod-Stepsingest1A2B3C4D-x1y2z3`],
    ['lambda:UpdateFunctionCode', `arn:aws:lambda:${HERE}:function:payroll`],
    ['states:StartExecution', `arn:aws:states:${HERE}:stateMachine:forecasting-prod-train`],
    ['states:UpdateStateMachine', `arn:aws:states:${HERE}:stateMachine:payroll`],
    ['scheduler:CreateSchedule', `arn:aws:scheduler:${HERE}:schedule/payroll/pay`],
    ['ssm:GetParameters', `arn:aws:ssm:${HERE}:parameter/payroll/password`],
    ['cloudformation:DeleteStack', `arn:aws:cloudformation:${HERE}:stack/payroll/1`],
  ])('may not %s on %s', async (...call) => {
    expect(await decision(prod, call)).toBe('ImplicitlyDenied');
  });

  it('names no action by a wildcard, in any environment', () => {
    const policies = [
      ...Object.values(ENVIRONMENTS).flatMap((each) => (each.kind === 'platform' ? [each] : [])),
      COMPANY,
    ];
    const actions = policies.flatMap((each) => policyOf(each).Statement.flatMap(({ Action }) => Action));
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });
});

describe('what CloudFormation deploys dev and its pull requests with', () => {
  const IN_DEV = '111111111111';
  const DEV = `eu-central-1:${IN_DEV}`;
  const { dev } = ENVIRONMENTS;
  const policy = policyOf(dev, { alsoStacks: [pullRequestStacks(dev)] });
  const roleOf = (name: string) => `arn:aws:iam::${IN_DEV}:role/${name}`;

  it.each<[string, string, Record<string, string>?]>([
    ['iam:CreateRole', roleOf('forecasting-dev-StepsIngestRole1A2B3C4D-x1y2z3')],
    ['iam:CreateRole', roleOf('pr-7-forecasting-dev-StepsIngestRole1A2B3C4D-x1y2z3')],
    // Of a long name, CloudFormation keeps 24 characters.
    ['iam:CreateRole', roleOf('pr-999999-forecasting-de-StepsIngestRole1A2B-x1y2z3')],
    ['iam:PassRole', roleOf('pr-7-forecasting-dev-Steps-x1'), { 'iam:PassedToService': 'lambda.amazonaws.com' }],
    ['s3:PutBucketPolicy', 'arn:aws:s3:::pr-7-forecasting-dev-goldbucket-x1y2z3'],
    ['states:CreateStateMachine', `arn:aws:states:${DEV}:stateMachine:pr-7-forecasting-dev-train`],
    ['glue:CreateDatabase', `arn:aws:glue:${DEV}:database/pr_7_forecasting_dev`],
    ['cloudwatch:PutMetricAlarm', `arn:aws:cloudwatch:${DEV}:alarm:pr-7-forecasting-dev-A machine failed: train`],
    ['logs:CreateLogGroup', `arn:aws:logs:${DEV}:log-group:/aws/vendedlogs/states/pr-7-forecasting-dev-train-0a1b`],
  ])('may %s on %s', async (...call) => {
    expect(await decision(policy, call, IN_DEV)).toBe('Allowed');
  });

  it.each<[string, string, Record<string, string>?]>([
    ['iam:CreateRole', roleOf('pr-admin')],
    ['iam:CreateRole', roleOf('forecasting-staging-x')],
    ['iam:PassRole', roleOf('pr-7-forecasting-dev-Steps-x1'), { 'iam:PassedToService': 'ec2.amazonaws.com' }],
    ['s3:PutBucketPolicy', 'arn:aws:s3:::pr-payroll'],
  ])('may not %s on %s', async (...call) => {
    expect(await decision(policy, call, IN_DEV)).toBe('ImplicitlyDenied');
  });

  it('is for pull requests only where the delivery deploys them', () => {
    expect(JSON.stringify(policyOf(dev))).not.toContain('pr-');
  });

  it.each([
    ['acme', 'role/acme-pr-*-forecasti*'],
    ['a-prefix-of-22-symbols', 'role/a-prefix-of-22-symbols-p*'],
    ['a-prefix-of-15', 'role/a-prefix-of-15-pr-*'],
  ])('goes by what CloudFormation keeps of a name: %s', (namePrefix, role) => {
    const stack = pullRequestStacks({ name: 'dev', namePrefix });
    expect(roles({ partition: 'aws', region: 'r', account: '1', stack })).toBe(`arn:aws:iam::1:${role}`);
  });
});

describe('where a company prescribes', () => {
  const boundary = 'arn:aws:iam::444455556666:policy/platform/acme-boundary';
  const bounded = policyOf(ENVIRONMENTS.prod, { permissionsBoundary: boundary });

  it('a boundary, no role is made or given rights without it', async () => {
    const calls = ['iam:CreateRole', 'iam:PutRolePolicy'];
    const outcomes = [];
    for (const call of calls) {
      outcomes.push(await decision(bounded, [call, ROLE]));
      outcomes.push(await decision(bounded, [call, ROLE, { 'iam:PermissionsBoundary': boundary }]));
    }
    expect(outcomes).toEqual(['ImplicitlyDenied', 'Allowed', 'ImplicitlyDenied', 'Allowed']);
  });

  it('a network, functions may be made in it', async () => {
    expect(await decision(policyOf(COMPANY), ['ec2:DescribeSubnets', '*'])).toBe('Allowed');
    expect(await decision(prod, ['ec2:DescribeSubnets', '*'])).toBe('ImplicitlyDenied');
  });
});

describe('what CloudFormation deploys the delivery with', () => {
  const OTHERS = '444444444444';
  const THERE = `eu-central-1:${OTHERS}`;
  const delivery = policyOf(LITERALS.delivery);
  const KEY = `arn:aws:kms:${THERE}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const PROJECT_ROLE = `arn:aws:iam::${OTHERS}:role/forecasting-delivery-check`;

  it.each<[string, string, Record<string, string>?]>([
    ['codepipeline:UpdatePipeline', `arn:aws:codepipeline:${THERE}:forecasting-delivery-main`],
    ['codebuild:CreateWebhook', `arn:aws:codebuild:${THERE}:project/forecasting-delivery-pull-request-check`],
    ['codeconnections:PassConnection', `arn:aws:codeconnections:${THERE}:connection/1`],
    ['ecr:SetRepositoryPolicy', `arn:aws:ecr:${THERE}:repository/forecasting-delivery-imagerepository-x1y2z3`],
    ['kms:CreateGrant', KEY, { 'kms:GrantIsForAWSResource': 'true' }],
    ['iam:PassRole', PROJECT_ROLE, { 'iam:PassedToService': 'codebuild.amazonaws.com' }],
    ['iam:PassRole', PROJECT_ROLE, { 'iam:PassedToService': 'codepipeline.amazonaws.com' }],
  ])('may %s on %s', async (...call) => {
    expect(await decision(delivery, call, OTHERS)).toBe('Allowed');
  });

  it.each<[string, string, Record<string, string>?]>([
    ['codepipeline:StartPipelineExecution', `arn:aws:codepipeline:${THERE}:payroll`],
    ['codepipeline:PutApprovalResult', `arn:aws:codepipeline:${THERE}:forecasting-delivery-release/Approve/Approve`],
    ['codebuild:StartBuild', `arn:aws:codebuild:${THERE}:project/forecasting-delivery-build`],
    ['codeconnections:UseConnection', `arn:aws:codeconnections:${THERE}:connection/1`],
    ['ecr:PutImage', `arn:aws:ecr:${THERE}:repository/forecasting-delivery-imagerepository-x1y2z3`],
    ['kms:CreateGrant', KEY],
    ['iam:PassRole', PROJECT_ROLE, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
    ['sts:AssumeRole', 'arn:aws:iam::333333333333:role/cdk-hnb659fds-deploy-role-333333333333-eu-central-1'],
  ])('may not %s on %s', async (...call) => {
    expect(await decision(delivery, call, OTHERS)).toBe('ImplicitlyDenied');
  });

  it('knows the types of both ways to be started', () => {
    const source = { from: 'github-actions', repository: 'example/forecasting' } as const;
    expect(JSON.stringify(policyOf({ ...LITERALS.delivery, source }))).toContain('iam:CreateOpenIDConnectProvider');
  });
});

it('is refused where a type has no line, or IAM would not take it', () => {
  const template = { Resources: { Queue: { Type: 'AWS::EC2::Instance' } } };
  expect(() => policyOf(ENVIRONMENTS.prod, { template })).toThrow(/AWS::EC2::Instance/);
  expect(() => policyOf(ENVIRONMENTS.prod, { region: 'r'.repeat(500) })).toThrow(/longer than IAM takes/);
});
