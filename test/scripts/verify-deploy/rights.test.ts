import { describe, expect, it } from '@jest/globals';
import { accountNames } from '../../../scripts/verify-deploy/rights/account-names.ts';
import { functionRoles } from '../../../scripts/verify-deploy/rights/functions.ts';
import { needsOfJob, needsOfStep, type Places } from '../../../scripts/verify-deploy/rights/needs-of-code.ts';
import { jobsIn, needsOfMachine } from '../../../scripts/verify-deploy/rights/needs-of-machines.ts';
import { actionsIn, policySchema, withoutAction } from '../../../scripts/verify-deploy/rights/policy.ts';
import { policiesOfRole, policyOnResource } from '../../../scripts/verify-deploy/rights/role-policies.ts';
import { needProblem, type Need } from '../../../scripts/verify-deploy/rights/simulate.ts';
import { tried } from '../../../scripts/verify-deploy/rights/taken-away.ts';
import { templateSchema } from '../../../scripts/verify-deploy/assembly.ts';
import { prod } from '../../../environments/prod.ts';
import { STEPS } from '../../../lambdas/steps.ts';

const ALLOW = (Action: string | readonly string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });
const policy = (...Statement: readonly unknown[]) => policySchema.parse({ Version: '2012-10-17', Statement });

describe('a policy', () => {
  const some = policy(ALLOW(['s3:GetObject', 's3:PutObject'], 'a'), ALLOW('s3:GetObject', 'b'), {
    Effect: 'Deny',
    Action: 's3:DeleteObject',
    Resource: 'a',
  });

  it('allows each of its actions once, and what it denies is none of them', () => {
    expect(actionsIn(some)).toEqual(['s3:GetObject', 's3:PutObject']);
  });

  it('is without an action wherever it allowed it, and denies what it denied', () => {
    expect(withoutAction(some, 's3:GetObject')).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['s3:PutObject'], Resource: 'a' },
        { Effect: 'Deny', Action: ['s3:DeleteObject'], Resource: 'a' },
      ],
    });
    expect(withoutAction(some, 's3:DeleteObject').Statement).toHaveLength(3);
  });
});

const TEMPLATE = templateSchema.parse({
  Resources: {
    Ingest: {
      Type: 'AWS::Lambda::Function',
      Metadata: { step: 'ingest' },
      Properties: { Role: { 'Fn::GetAtt': ['IngestRole', 'Arn'] } },
    },
    Handler: { Type: 'AWS::Lambda::Function', Properties: { Role: { 'Fn::GetAtt': ['OtherRole', 'Arn'] } } },
    IngestRole: { Type: 'AWS::IAM::Role' },
    IngestPolicy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'IngestRole' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [ALLOW('s3:GetObject', { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['LandingBucket', 'Arn'] }, '/*']] })],
        },
      },
    },
    LandingBucket: { Type: 'AWS::S3::Bucket' },
    LandingPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'LandingBucket' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: { AWS: '*' },
              Action: 's3:*',
              Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['LandingBucket', 'Arn'] }, '/*']] },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        },
      },
    },
    DataKey: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: [] } } },
    Topic: { Type: 'AWS::SNS::Topic' },
    Train: { Type: 'AWS::StepFunctions::StateMachine', Properties: { StateMachineName: 'forecasting-prod-train' } },
  },
});
const NAMES = accountNames(TEMPLATE, prod);

describe('the rights in a template', () => {
  it('are under the names of an account', () => {
    expect(NAMES.arn('LandingBucket')).toBe('arn:aws:s3:::forecasting-prod-landingbucket');
    expect(NAMES.arn('Topic')).toBe('arn:aws:sns:eu-central-1:333333333333:forecasting-prod-Topic');
    expect(NAMES.resolve({ Ref: 'Train' })).toBe(
      'arn:aws:states:eu-central-1:333333333333:stateMachine:forecasting-prod-train',
    );
    expect(policiesOfRole(TEMPLATE, 'IngestRole', NAMES)).toEqual([
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::forecasting-prod-landingbucket/*' },
        ],
      },
    ]);
    expect(policiesOfRole(TEMPLATE, 'OtherRole', NAMES)).toEqual([]);
  });

  it('stand beside those of the bucket and in those of the key', () => {
    expect(policyOnResource(TEMPLATE, 'LandingBucket', NAMES)).toMatchObject({
      Statement: [{ Resource: 'arn:aws:s3:::forecasting-prod-landingbucket/*' }],
    });
    expect(policyOnResource(TEMPLATE, 'DataKey', NAMES)).toEqual({ Statement: [] });
    expect(policyOnResource(TEMPLATE, 'Topic', NAMES)).toBeUndefined();
  });

  it('belong to the functions that are steps', () => {
    expect(functionRoles(TEMPLATE)).toEqual([{ step: 'ingest', functionId: 'Ingest', roleId: 'IngestRole' }]);
  });
});

describe('a right that is needed', () => {
  const [resource] = ['arn:aws:s3:::forecasting-prod-landingbucket/weather/object'] as const;
  const need: Need = { action: 's3:GetObject', resource };
  const caller = {
    account: '333333333333',
    roleArn: 'arn:aws:iam::333333333333:role/ingest',
    policies: policiesOfRole(TEMPLATE, 'IngestRole', NAMES),
    onResource: policyOnResource(TEMPLATE, 'LandingBucket', NAMES),
  };

  it('is right where it is granted once', async () => {
    expect(await needProblem(need, caller)).toBeUndefined();
  });

  it('is missed where it is not granted, or on something else', async () => {
    expect(await needProblem({ ...need, action: 's3:PutObject' }, caller)).toBe(
      `s3:PutObject on ${resource} is needed, and not granted: ImplicitlyDenied`,
    );
    expect(await needProblem({ ...need, resource: 'arn:aws:s3:::forecasting-prod-goldbucket/x' }, caller)).toMatch(
      /not granted: ImplicitlyDenied$/,
    );
  });

  it("is missed where the resource's own policy denies it", async () => {
    const onResource = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:GetObject',
          Resource: resource,
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::333333333333:role/promote' } },
        },
      ],
    };
    expect(await needProblem(need, { ...caller, onResource })).toMatch(/not granted: ExplicitlyDenied$/);
  });

  it('is told where a wider statement grants it as well', async () => {
    const wider = [...caller.policies, policy(ALLOW('s3:Get*', '*'))];
    expect(await needProblem(need, { ...caller, policies: wider })).toBe(
      `s3:GetObject on ${resource} is granted by another statement than its own`,
    );
  });

  it('is granted under its condition alone', async () => {
    const roleArn = 'arn:aws:iam::333333333333:role/job';
    const passes = [
      policy({
        ...ALLOW('iam:PassRole', roleArn),
        Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
      }),
    ];
    const pass = (service: string): Need => ({
      action: 'iam:PassRole',
      resource: roleArn,
      context: { 'iam:PassedToService': service },
    });
    const machine = { account: '333333333333', roleArn: 'arn:aws:iam::333333333333:role/machine', policies: passes };
    expect(await needProblem(pass('sagemaker.amazonaws.com'), machine)).toBeUndefined();
    expect(await needProblem(pass('lambda.amazonaws.com'), machine)).toMatch(/ImplicitlyDenied$/);
  });
});

const JOB = {
  Type: 'Task',
  Resource: 'arn:aws:states:::sagemaker:createTrainingJob.sync',
  Arguments: {
    RoleArn: 'arn:aws:iam::333333333333:role/job',
    AlgorithmSpecification: { TrainingImage: '333333333333.dkr.ecr.eu-central-1.amazonaws.com/assets:1' },
    ResourceConfig: { VolumeKmsKeyId: 'arn:aws:kms:eu-central-1:333333333333:key/K' },
  },
};
const machine = (States: unknown) => ({
  definition: { States },
  account: '333333333333',
  region: 'eu-central-1',
  jobPrefix: 'forecasting-prod-',
});
const named = (needs: readonly Need[]) =>
  needs.filter(({ resource }) => resource !== '*').map(({ action, resource }) => `${action} ${resource}`);

describe("what a machine's role needs", () => {
  it('is to call the functions and machines of its tasks, those inside of a Map too', () => {
    const child = {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution.sync:2',
      Arguments: { StateMachineArn: 'arn:aws:states:eu-central-1:333333333333:stateMachine:m' },
    };
    const step = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: { FunctionName: 'arn:f' },
    };
    const needs = needsOfMachine(
      machine({ Each: { Type: 'Map', ItemProcessor: { States: { Ask: step } } }, Run: child }),
    );
    expect(named(needs)).toEqual([
      'lambda:InvokeFunction arn:f',
      'states:StartExecution arn:aws:states:eu-central-1:333333333333:stateMachine:m',
      'states:DescribeExecution arn:aws:states:eu-central-1:333333333333:execution:m:any-run',
      'states:StopExecution arn:aws:states:eu-central-1:333333333333:execution:m:any-run',
      'events:PutTargets arn:aws:events:eu-central-1:333333333333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
      'events:PutRule arn:aws:events:eu-central-1:333333333333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
      'events:DescribeRule arn:aws:events:eu-central-1:333333333333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule',
    ]);
  });

  it('is to run jobs of its stack, with their role and the key of their volume', () => {
    const job = 'arn:aws:sagemaker:eu-central-1:333333333333:training-job/forecasting-prod-any-run';
    expect(named(needsOfMachine(machine({ Train: JOB }))).filter((need) => !need.startsWith('events:'))).toEqual([
      `sagemaker:CreateTrainingJob ${job}`,
      `sagemaker:DescribeTrainingJob ${job}`,
      `sagemaker:StopTrainingJob ${job}`,
      `sagemaker:AddTags ${job}`,
      `sagemaker:ListTags ${job}`,
      'iam:PassRole arn:aws:iam::333333333333:role/job',
      'kms:CreateGrant arn:aws:kms:eu-central-1:333333333333:key/K',
      'kms:DescribeKey arn:aws:kms:eu-central-1:333333333333:key/K',
    ]);
  });

  it('is not guessed for a service that nobody has looked at', () => {
    expect(() => needsOfMachine(machine({ Send: { ...JOB, Resource: 'arn:aws:states:::sqs:sendMessage' } }))).toThrow(
      'nobody knows what a machine needs to call arn:aws:states:::sqs:sendMessage',
    );
  });
});

const PLACES: Places = {
  bucketArn: (layer) => `arn:${layer}`,
  dataKeyArn: 'arn:data-key',
  signingKeyArn: 'arn:signing-key',
  auditKeyArn: 'arn:audit-key',
  topicArn: 'arn:topic',
  topicKeyArn: 'arn:topic-key',
  packageArns: { group: 'arn:group', version: 'arn:version' },
};

describe('what code needs', () => {
  it('is what its row says: layers, registry, key, topic, the pointer for who moves it', () => {
    const needs = named(needsOfStep(STEPS.promote, PLACES));
    expect(needs).toEqual(
      expect.arrayContaining([
        's3:GetObject arn:artifacts/models/weather/weather',
        's3:GetObject arn:artifacts/replays/weather/registry/weather/weather',
        's3:ListBucket arn:artifacts',
        's3:PutObject arn:artifacts/registry/weather/production.json',
        's3:PutObject arn:artifacts/registry/weather/audit/weather',
      ]),
    );
    expect(needs.filter((need) => !need.startsWith('s3:'))).toEqual([
      'kms:Decrypt arn:data-key',
      'kms:GenerateDataKey arn:data-key',
      'sagemaker:DescribeModelPackageGroup arn:group',
      'sagemaker:DescribeModelPackage arn:version',
      'sagemaker:ListModelPackages arn:version',
      'sagemaker:UpdateModelPackage arn:version',
      'kms:Verify arn:signing-key',
      'kms:GetPublicKey arn:signing-key',
      'kms:Sign arn:audit-key',
      'kms:GetPublicKey arn:audit-key',
      'kms:Verify arn:audit-key',
      'kms:GetPublicKey arn:audit-key',
      'sns:Publish arn:topic',
      'kms:Decrypt arn:topic-key',
      'kms:GenerateDataKey arn:topic-key',
    ]);
    expect(named(needsOfStep(STEPS.register, PLACES))).toEqual(
      expect.arrayContaining([
        'sagemaker:CreateModelPackageGroup arn:group',
        'sagemaker:AddTags arn:group',
        'sagemaker:CreateModelPackage arn:version',
        'sagemaker:UpdateModelPackage arn:version',
      ]),
    );
    expect(named(needsOfStep(STEPS['plan-looks'], PLACES))).toEqual([]);
  });

  it('is for a container also to pull its image, to write its log, and to encrypt with the key that its outputs name', () => {
    const [task] = jobsIn({ States: { Train: JOB } });
    const needs = named(
      needsOfJob(task!, PLACES, { account: '333333333333', region: 'eu-central-1', jobPrefix: 'forecasting-prod-' }),
    );
    expect(needs).toEqual(
      expect.arrayContaining([
        's3:GetObject arn:silver/weather/series/weather',
        'kms:Encrypt arn:data-key',
        'ecr:BatchGetImage arn:aws:ecr:eu-central-1:333333333333:repository/assets',
        'logs:PutLogEvents arn:aws:logs:eu-central-1:333333333333:log-group:/aws/sagemaker/TrainingJobs:log-stream:forecasting-prod-any-job/algo-1',
        'kms:CreateGrant arn:aws:kms:eu-central-1:333333333333:key/K',
      ]),
    );
  });
});

describe('a step whose rights are taken away one after the other', () => {
  /** A role that may do these, and a step that needs some of them. */
  function roleOf(
    actions: readonly string[],
    needed: readonly string[],
    message = (action: string) => `not authorized to perform: ${action}`,
  ) {
    let missing: string | undefined;
    const role = {
      actions,
      async without<T>(action: string, act: () => Promise<T>): Promise<T> {
        missing = action;
        const result = await act();
        missing = undefined;
        return result;
      },
    };
    return {
      role,
      fails: async () => (missing !== undefined && needed.includes(missing) ? message(missing) : undefined),
    };
  }

  it('fails without the first one that it needs, of those that are enforced', async () => {
    const { role, fails } = roleOf(['kms:Decrypt', 's3:ListBucket', 's3:GetObject'], ['kms:Decrypt', 's3:GetObject']);
    expect(await tried(role, fails)).toEqual({ action: 's3:GetObject' });
  });

  it.each([
    ['needs none of them', roleOf(['s3:GetObject'], [])],
    ['needs only one that nobody enforces', roleOf(['kms:Decrypt'], ['kms:Decrypt'])],
    ['does not say which one it lacks', roleOf(['s3:GetObject'], ['s3:GetObject'], () => 'UnknownError')],
  ])('is a finding where it %s', async (_, { role, fails }) => {
    expect(await tried(role, fails)).toEqual({ problem: 'there is no right without which it fails and says so' });
  });

  it('is a finding where it fails with all of them, or with the one that is back', async () => {
    const { role } = roleOf(['s3:GetObject'], []);
    expect(await tried(role, async () => 'boom')).toEqual({ problem: 'it fails with all of its rights: boom' });
    const answers = [undefined, 'no s3:GetObject', 'no s3:GetObject'];
    expect(await tried(role, async () => answers.shift())).toEqual({
      problem: 'it still fails with s3:GetObject given back: no s3:GetObject',
    });
  });
});
