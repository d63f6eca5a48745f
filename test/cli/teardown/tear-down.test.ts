import {
  CloudFormationClient,
  CloudFormationServiceException,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  DeleteBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  DeleteModelPackageCommand,
  DeleteModelPackageGroupCommand,
  ListModelPackageGroupsCommand,
  ListModelPackagesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { clientsOf } from '../../../cli/teardown/clients.ts';
import { tearDown } from '../../../cli/teardown/tear-down.ts';
import { printed } from '../models-folder.ts';

const [stacks, s3, kms, models, machines] = [
  mockClient(CloudFormationClient),
  mockClient(S3Client),
  mockClient(KMSClient),
  mockClient(SageMakerClient),
  mockClient(SFNClient),
];
const STACK_ID = 'arn:aws:cloudformation:eu-central-1:111111111111:stack/forecasting-dev/1';
const EXECUTION = 'arn:aws:states:eu-central-1:111111111111:execution:forecasting-dev-train:nightly';
const VERSIONS = { Versions: [{ Key: 'a.csv', VersionId: '1' }], DeleteMarkers: [{ Key: 'a.csv', VersionId: '2' }] };

interface Setting {
  readonly status?: string;
  readonly isProtected?: boolean;
  readonly running?: readonly string[];
  readonly isFilled?: boolean;
  readonly deletionPolicy?: 'Delete' | 'Retain' | 'RetainExceptOnCreate';
  readonly ends?: readonly (readonly [status: string, reason?: string])[];
  /** The bucket is gone with the first deletion, or was never made. */
  readonly bucketIsGone?: boolean;
}

/** A stack of a bucket, a key, a topic and a machine, and a package group beside it, as AWS answers. */
function account(setting: Setting = {}): void {
  const { status = 'CREATE_COMPLETE', isProtected = false, running = [], isFilled = false } = setting;
  const { deletionPolicy = 'Delete', ends = [['DELETE_COMPLETE']], bucketIsGone = false } = setting;
  const stack = { StackName: 'forecasting-dev', CreationTime: new Date(0) };
  const standing = { ...stack, StackId: STACK_ID, StackStatus: status, EnableTerminationProtection: isProtected };
  stacks.on(DescribeStacksCommand, { StackName: 'forecasting-dev' }).resolves({ Stacks: [standing] } as never);
  const after = ends.map(([StackStatus, StackStatusReason]) => ({
    Stacks: [{ ...stack, StackStatus, StackStatusReason }],
  }));
  const described = stacks.on(DescribeStacksCommand, { StackName: STACK_ID });
  for (const answer of after) described.resolvesOnce(answer as never);
  const resource = { DeletionPolicy: deletionPolicy };
  const TemplateBody = JSON.stringify({
    Resources: { GoldBucket: resource, DataKey: resource, Topic: resource, Train: {} },
  });
  stacks.on(GetTemplateCommand).resolves({ TemplateBody });
  const summary = (LogicalResourceId: string, ResourceType: string, PhysicalResourceId: string) => {
    const ResourceStatus = bucketIsGone && LogicalResourceId === 'GoldBucket' ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE';
    return { LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatus, LastUpdatedTimestamp: new Date(0) };
  };
  stacks.on(ListStackResourcesCommand).resolves({
    StackResourceSummaries: [
      summary('GoldBucket', 'AWS::S3::Bucket', 'gold-1'),
      summary('DataKey', 'AWS::KMS::Key', 'key-1'),
      summary('Topic', 'AWS::SNS::Topic', 'topic-1'),
      summary('Train', 'AWS::StepFunctions::StateMachine', 'machine-1'),
    ] as never,
  });
  stacks.on(DeleteStackCommand).resolves({});
  machines
    .on(ListExecutionsCommand, { stateMachineArn: 'machine-1', statusFilter: 'RUNNING' })
    .resolves({ executions: running.map((executionArn) => ({ executionArn })) as never });
  let full = isFilled;
  s3.on(ListObjectVersionsCommand).callsFake(() => {
    if (bucketIsGone) throw Object.assign(new Error('The specified bucket does not exist'), { name: 'NoSuchBucket' });
    return full ? VERSIONS : {};
  });
  s3.on(DeleteObjectsCommand).callsFake(() => {
    full = false;
    return {};
  });
  models
    .on(ListModelPackageGroupsCommand)
    .resolves({ ModelPackageGroupSummaryList: [{ ModelPackageGroupName: 'forecasting-dev-weather' }] as never });
  models
    .on(ListModelPackagesCommand)
    .resolves({ ModelPackageSummaryList: [{ ModelPackageArn: 'package-1' }] as never });
}

const run = (deleteData?: string) => {
  const options = { env: 'dev', json: true, ...(deleteData === undefined ? {} : { 'delete-data': deleteData }) };
  return tearDown(options, { clients: clientsOf({ region: 'eu-central-1' }), pause: async () => undefined });
};
const nothingIsDeleted = () => {
  expect(stacks.commandCalls(DeleteStackCommand)).toEqual([]);
  expect(s3.commandCalls(DeleteObjectsCommand)).toEqual([]);
};

beforeEach(() => [stacks, s3, kms, models, machines].forEach((mock) => mock.reset()));

describe('a teardown', () => {
  it('deletes the stack, and lists what outlives it', async () => {
    account({
      deletionPolicy: 'RetainExceptOnCreate',
      isFilled: true,
      ends: [['DELETE_IN_PROGRESS'], ['DELETE_COMPLETE']],
    });
    expect(JSON.parse(await printed(run))).toEqual({
      stack: 'forecasting-dev',
      deleted: true,
      kept: [
        'AWS::S3::Bucket GoldBucket: gold-1',
        'AWS::KMS::Key DataKey: key-1',
        'AWS::SNS::Topic Topic: topic-1',
        'model package group forecasting-dev-weather',
      ],
    });
    expect(stacks.commandCalls(DeleteStackCommand)[0]!.args[0].input).toEqual({ StackName: STACK_ID });
    expect(s3.commandCalls(DeleteObjectsCommand)).toEqual([]);
    expect(models.commandCalls(DeleteModelPackageCommand)).toEqual([]);
  });

  it('deletes the data too where they are named, and lists what is none', async () => {
    account({ deletionPolicy: 'Retain', isFilled: true });
    expect(JSON.parse(await printed(() => run('dev')))).toMatchObject({ kept: ['AWS::SNS::Topic Topic: topic-1'] });
    expect(s3.commandCalls(DeleteObjectsCommand)[0]!.args[0].input).toEqual({
      Bucket: 'gold-1',
      Delete: {
        Objects: [
          { Key: 'a.csv', VersionId: '1' },
          { Key: 'a.csv', VersionId: '2' },
        ],
        Quiet: true,
      },
    });
    expect(s3.commandCalls(DeleteBucketPolicyCommand)).toHaveLength(1);
    expect(s3.commandCalls(DeleteBucketCommand)[0]!.args[0].input).toEqual({ Bucket: 'gold-1' });
    expect(kms.commandCalls(ScheduleKeyDeletionCommand)[0]!.args[0].input).toEqual({
      KeyId: 'key-1',
      PendingWindowInDays: 30,
    });
    expect(models.commandCalls(DeleteModelPackageCommand)[0]!.args[0].input).toEqual({ ModelPackageName: 'package-1' });
    expect(models.commandCalls(DeleteModelPackageGroupCommand)[0]!.args[0].input).toEqual({
      ModelPackageGroupName: 'forecasting-dev-weather',
    });
  });

  it('empties the buckets once more where objects came while the stack was being deleted', async () => {
    account({ ends: [['DELETE_FAILED', 'The bucket you tried to delete is not empty'], ['DELETE_COMPLETE']] });
    await printed(() => run('dev'));
    expect(stacks.commandCalls(DeleteStackCommand)).toHaveLength(2);
  });

  it.each([undefined, 'dev'])(
    'asks nothing of a bucket that is gone already (--delete-data %s)',
    async (deleteData) => {
      account({ status: 'ROLLBACK_COMPLETE', bucketIsGone: true, ends: [['DELETE_FAILED'], ['DELETE_COMPLETE']] });
      if (deleteData === undefined) await expect(run()).rejects.toThrow('did not delete the stack');
      else expect(JSON.parse(await printed(() => run(deleteData)))).toMatchObject({ deleted: true });
    },
  );

  it('bears the refusals of a policy that was deleted a moment ago', async () => {
    account({ isFilled: true });
    const Errors = [{ Key: 'a.csv', Code: 'AccessDenied', Message: 'no' }];
    const thenGone = () => {
      s3.on(ListObjectVersionsCommand).resolves({});
      return {};
    };
    s3.on(DeleteObjectsCommand).resolvesOnce({ Errors }).resolvesOnce({ Errors }).callsFake(thenGone);
    expect(JSON.parse(await printed(() => run('dev')))).toMatchObject({ deleted: true });
  });

  it('deletes a stack that was looked at and never deployed', async () => {
    account({ status: 'REVIEW_IN_PROGRESS' });
    stacks.on(GetTemplateCommand).resolves({ TemplateBody: '{}' });
    stacks.on(ListStackResourcesCommand).resolves({ StackResourceSummaries: [] });
    expect(JSON.parse(await printed(run))).toMatchObject({ deleted: true });
  });

  it('goes on where one thing of several cannot be deleted, and says which', async () => {
    account({ deletionPolicy: 'Retain' });
    s3.on(DeleteBucketCommand).rejects(Object.assign(new Error('not yours'), { name: 'AccessDenied' }));
    expect(JSON.parse(await printed(() => run('dev')))).toMatchObject({
      kept: ['AWS::S3::Bucket GoldBucket: gold-1 (AccessDenied: not yours)', 'AWS::SNS::Topic Topic: topic-1'],
    });
    expect(kms.commandCalls(ScheduleKeyDeletionCommand)).toHaveLength(1);
  });

  it('deletes the packages before the stack, while it can be run again', async () => {
    account();
    models.on(DeleteModelPackageGroupCommand).rejects(new Error('throttled'));
    await expect(run('dev')).rejects.toThrow('throttled');
    expect(stacks.commandCalls(DeleteStackCommand)).toEqual([]);
  });

  it('leaves the packages of what is no data set of the environment', async () => {
    account();
    models.on(ListModelPackageGroupsCommand).resolves({
      ModelPackageGroupSummaryList: [
        { ModelPackageGroupName: 'forecasting-dev-weather' },
        { ModelPackageGroupName: 'forecasting-dev-sales' },
        { ModelPackageGroupName: 'my-forecasting-dev-weather' },
      ] as never,
    });
    expect(JSON.parse(await printed(() => run('dev')))).toMatchObject({
      kept: ['model package group forecasting-dev-sales'],
    });
    expect(models.commandCalls(DeleteModelPackageGroupCommand)).toHaveLength(1);
  });

  it('says why CloudFormation did not delete the stack', async () => {
    account({ ends: [['DELETE_FAILED', 'the topic is in use']] });
    await expect(run()).rejects.toThrow(
      "CloudFormation did not delete the stack forecasting-dev; got 'DELETE_FAILED: the topic is in use'",
    );
    expect(stacks.commandCalls(DeleteStackCommand)).toHaveLength(1);
  });
});

describe('a teardown is refused, and nothing is deleted,', () => {
  it.each<[string, Setting, string | undefined, string]>([
    [
      'of a protected stack',
      { isProtected: true },
      'dev',
      'is protected from deletion; hint: lift it, if that is meant: aws',
    ],
    [
      'in the middle of a change',
      { status: 'UPDATE_IN_PROGRESS' },
      'dev',
      "is being changed; got 'UPDATE_IN_PROGRESS'",
    ],
    [
      'while an execution runs',
      { running: [EXECUTION] },
      'dev',
      `1 executions of forecasting-dev are running; got '${EXECUTION}'`,
    ],
    [
      'of buckets with data that were not named',
      { isFilled: true },
      undefined,
      "hold objects, and CloudFormation deletes empty ones only; got 'gold-1'; hint: to delete the data too: npm run teardown -- --env dev --delete-data dev",
    ],
  ])('%s', async (_, setting, deleteData, message) => {
    account(setting);
    await expect(run(deleteData)).rejects.toThrow(message);
    nothingIsDeleted();
  });

  it('where the credentials are of another account', async () => {
    account();
    const StackId = STACK_ID.replace('111111111111', '999999999999');
    stacks.on(DescribeStacksCommand, { StackName: 'forecasting-dev' }).resolves({ Stacks: [{ StackId }] } as never);
    await expect(run('dev')).rejects.toThrow(
      "the credentials are of another account than the environment; got '999999999999'; allowed: 111111111111",
    );
    nothingIsDeleted();
  });

  it('where the data are those of another environment', async () => {
    account();
    await expect(run('prod')).rejects.toThrow("--delete-data 'prod' and --env 'dev' are not the same environment");
    nothingIsDeleted();
  });

  it('where there is no stack', async () => {
    const answer = { name: 'ValidationError', $fault: 'client', $metadata: {} } as const;
    const message = 'Stack with id forecasting-dev does not exist';
    stacks.on(DescribeStacksCommand).rejects(new CloudFormationServiceException({ ...answer, message }));
    await expect(run()).rejects.toThrow(
      'the environment dev cannot be reached: there is no stack forecasting-dev in eu-central-1',
    );
  });

  it('where S3 keeps an object', async () => {
    account({ isFilled: true });
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'a.csv', Code: 'AccessDenied', Message: 'no' }] });
    await expect(run('dev')).rejects.toThrow(
      "1 versions of objects in gold-1, the first of them a.csv; got 'AccessDenied: no'",
    );
    expect(stacks.commandCalls(DeleteStackCommand)).toEqual([]);
    expect(s3.commandCalls(DeleteObjectsCommand)).toHaveLength(4);
  });
});
