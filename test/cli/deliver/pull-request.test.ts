import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListModelPackageGroupsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { ListExecutionsCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { KMSClient } from '@aws-sdk/client-kms';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { pullRequest } from '../../../cli/deliver/pull-request.ts';
import { type PullRequestAccount, takeAwayWith } from '../../../cli/deliver/pull-request-account.ts';
import type { ExecutionFacts } from '../../../core/delivery/executions.ts';
import { pullRequestEnvironment } from '../../../environments/pull-request.ts';
import { COMMITS, testHost, type TestHost } from '../../support/delivery-host.ts';
import { deployedStack } from '../../support/deployed-stack.ts';

const STACK = 'pr-7-forecasting-dev';
const FACTS: ExecutionFacts = {
  arn: `arn:aws:states:eu-central-1:123456789011:execution:${STACK}-pipeline:x`,
  machine: `${STACK}-pipeline`,
  status: 'SUCCEEDED',
  startedAtMs: 0,
  stoppedAtMs: 61_000,
  input: {},
  output: {},
  error: undefined,
  cause: undefined,
};

let host: TestHost;
let done: string[];
let account: PullRequestAccount;
beforeEach(() => {
  host = testHost();
  done = [];
  host.onDeploy = async () => void done.push('deploy');
  account = {
    deliver: async (dataset, body) => void done.push(`deliver ${dataset} ${body.length}`),
    run: async ({ machine, input }) => {
      done.push(`run ${machine} ${JSON.stringify(input)}`);
      return FACTS;
    },
    takeAway: async () => void done.push('take away'),
  };
});
const tried = (number = 7) => pullRequest({ number, commit: COMMITS.one }, host, () => account);

describe('a pull request', () => {
  it('is deployed under a name of its own, run on the data of the demo, and taken away', async () => {
    expect((await tried()).text).toBe(
      `Pull request 7 (${COMMITS.one}) was deployed as ${STACK}, its pipeline succeeded in 61 s, and it is gone again.`,
    );
    expect(done).toEqual([
      'deploy',
      'deliver weather 167639',
      'run pipeline {"dataset":"weather","window":{"train":{"start":"2012-01-01","end":"2013-12-31"},"evaluate":{"start":"2014-01-01","end":"2014-06-30"}}}',
      'take away',
    ]);
    expect(host.deployed.map(({ stack }) => stack)).toEqual([STACK]);
    expect([...host.store.objects.keys()]).toEqual([]);
  });

  it('is taken away where it could not be deployed', async () => {
    host.onDeploy = async () => Promise.reject(new Error('rolled back'));
    await expect(tried()).rejects.toThrow('rolled back');
    expect(done).toEqual(['take away']);
  });

  it('is taken away where its run failed, and the failure is told', async () => {
    account = { ...account, run: async () => ({ ...FACTS, status: 'FAILED', error: 'EmptyJoin', cause: 'no rows' }) };
    await expect(tried()).rejects.toMatchObject({ name: 'EmptyJoin', message: 'no rows' });
    expect(done.at(-1)).toBe('take away');
  });

  it('is taken away where somebody stops it', async () => {
    account = {
      ...account,
      run: (_, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          process.emit('SIGTERM');
        }),
    };
    await expect(tried()).rejects.toMatchObject({ name: 'Stopped' });
    expect(done.at(-1)).toBe('take away');
  });

  it('is not run where somebody stops it while it is deployed', async () => {
    host.onDeploy = async () => void process.emit('SIGTERM');
    await expect(tried()).rejects.toMatchObject({ name: 'Stopped' });
    expect(done).toEqual(['take away']);
  });

  it('that stays says so, and what went wrong before it', async () => {
    host.onDeploy = async () => Promise.reject(new Error('rolled back'));
    account = { ...account, takeAway: async () => Promise.reject(new Error('no right')) };
    await expect(tried()).rejects.toThrow('rolled back');
    expect(host.said.at(-1)).toBe(`${STACK} is still there: Error: no right`);
  });

  it('is refused where it is not its own stack that was synthesized', async () => {
    const { toolkit } = host;
    host = {
      ...host,
      toolkit: { ...toolkit, synthesize: (request) => toolkit.synthesize({ ...request, context: {} }) },
    };
    await expect(tried()).rejects.toMatchObject({
      name: 'EnvironmentInvalid',
      message: /got 'forecasting-dev'; allowed: pr-7-forecasting-dev/,
    });
    expect(done).toEqual([]);
  });

  it('is only shown in a folder', async () => {
    host = testHost('folder');
    expect((await tried()).text).toContain(`Pull request 7 would be deployed as ${STACK} of 123456789011`);
    expect([done, host.deployed]).toEqual([[], []]);
  });
});

describe('the environment of a pull request', () => {
  it('is dev with names of its own, which nobody starts and whose data go', () => {
    expect(pullRequestEnvironment('dev', '42')).toMatchObject({
      name: 'dev',
      namePrefix: 'pr-42',
      datasets: ['weather'],
      deployedBy: 'a-person',
      terminationProtection: false,
      storage: { removal: 'destroy' },
    });
  });

  it.each(['staging', 'prod', 'delivery', undefined])('stands beside no %s', (name) => {
    expect(() => pullRequestEnvironment(name, 7)).toThrow('a pull request is deployed beside dev');
  });

  it.each(['0', '-1', '07', '1.5', '1000000', 'x', ''])("has a number, and no '%s'", (number) => {
    expect(() => pullRequestEnvironment('dev', number)).toThrow('this is no number of a pull request');
  });
});

describe('taking a pull request away', () => {
  const environment = pullRequestEnvironment('dev', 7);
  const clients = {
    stacks: new CloudFormationClient({ region: 'eu-central-1' }),
    buckets: new S3Client({ region: 'eu-central-1' }),
    keys: new KMSClient({ region: 'eu-central-1' }),
    models: new SageMakerClient({ region: 'eu-central-1' }),
    machines: new SFNClient({ region: 'eu-central-1' }),
  };
  const stacks = mockClient(CloudFormationClient);
  const [s3, machines] = [mockClient(S3Client), mockClient(SFNClient)];
  mockClient(SageMakerClient).on(ListModelPackageGroupsCommand).resolves({ ModelPackageGroupSummaryList: [] });
  const missing = Object.assign(new Error(`Stack with id ${STACK} does not exist`), { name: 'ValidationError' });
  const there = deployedStack(environment);
  const pause = async () => undefined;
  const say = (): undefined => undefined;
  beforeEach(() => {
    for (const mock of [stacks, s3, machines]) mock.reset();
    stacks.on(GetTemplateCommand).resolves({ TemplateBody: '{"Resources":{}}' });
    stacks.on(ListStackResourcesCommand).resolves({
      StackResourceSummaries: [
        ['Machine', 'AWS::StepFunctions::StateMachine', 'arn:machine'],
        ['GoldBucket', 'AWS::S3::Bucket', 'pr-7-gold'],
      ].map(([LogicalResourceId, ResourceType, PhysicalResourceId]) => ({
        LogicalResourceId,
        ResourceType,
        PhysicalResourceId,
        ResourceStatus: 'CREATE_COMPLETE' as const,
        LastUpdatedTimestamp: new Date(0),
      })),
    });
    machines
      .on(ListExecutionsCommand)
      .resolvesOnce({ executions: [{ executionArn: 'arn:running' }] as never })
      .resolves({ executions: [] });
    machines.on(StopExecutionCommand).resolves({});
    s3.on(ListObjectVersionsCommand)
      .resolvesOnce({ Versions: [{ Key: 'a', VersionId: '1' }] })
      .resolves({});
    s3.on(DeleteObjectsCommand).resolves({});
    s3.on(DeleteBucketPolicyCommand).resolves({});
  });

  it('waits for a deployment that goes on, stops what runs, and deletes data and stack', async () => {
    stacks
      .on(DescribeStacksCommand)
      .resolvesOnce({ Stacks: [{ ...there, StackStatus: 'CREATE_IN_PROGRESS' }] })
      .resolvesOnce({ Stacks: [there] })
      .resolvesOnce({ Stacks: [there] })
      .resolves({ Stacks: [{ ...there, StackStatus: 'DELETE_COMPLETE' }] });
    await takeAwayWith(environment, { clients, pause, say });
    expect(machines.commandCalls(StopExecutionCommand).map(({ args: [{ input }] }) => input.executionArn)).toEqual([
      'arn:running',
    ]);
    expect(stacks.commandCalls(DeleteStackCommand).map(({ args: [{ input }] }) => input.StackName)).toEqual([
      there.StackId,
    ]);
    const asked = stacks.commandCalls(DescribeStacksCommand).map(({ args: [{ input }] }) => input.StackName);
    expect(asked.slice(0, 2)).toEqual([STACK, STACK]);
  });

  it('does nothing where there is no stack', async () => {
    stacks.on(DescribeStacksCommand).rejects(missing);
    await takeAwayWith(environment, { clients, pause, say });
    expect(stacks.commandCalls(DeleteStackCommand)).toEqual([]);
  });
});
