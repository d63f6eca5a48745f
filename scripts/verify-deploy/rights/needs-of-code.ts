import { type Layer, LAYERS } from '../../../core/contracts/layers.ts';
import { weather } from '../../../datasets/weather.ts';
import type { KeyAccess, KeyPatterns } from '../../../core/contracts/key-access.ts';
import type { StepRow } from '../../../lambdas/step-row.ts';
import { JOB_ACCESS } from '../../../lambdas/jobs.ts';
import type { Account } from '../account.ts';
import { type JobTask, needsOfVolume } from './needs-of-machines.ts';
import type { Need } from './simulate.ts';

/** Where what code touches is, in an account. */
export interface Places {
  bucketArn(layer: Layer): string;
  readonly dataKeyArn: string;
  readonly signingKeyArn: string;
  readonly auditKeyArn: string;
  readonly topicArn: string;
  /** Or 'none'. */
  readonly topicKeyArn: string;
  /** Of a data set's group of packages, and of a package in it. */
  readonly packageArns: { readonly group: string; readonly version: string };
}

const on = (resource: string, ...actions: readonly string[]): readonly Need[] =>
  actions.map((action) => ({ action, resource }));

/** What reading and writing by key takes: everything lies encrypted. A put with the condition that nothing stands there suits every key. */
export function needsOfAccess({ reads, writes }: KeyAccess, { bucketArn, dataKeyArn }: Places): readonly Need[] {
  const [read, written] = [keysOf(reads), keysOf(writes)];
  return [
    ...read.flatMap(({ layer, key }) => [
      ...on(`${bucketArn(layer)}/${key}`, 's3:GetObject'),
      { action: 's3:ListBucket', resource: bucketArn(layer), context: { 's3:prefix': key } },
    ]),
    ...written.map(({ layer, key }) => ({
      action: 's3:PutObject',
      resource: `${bucketArn(layer)}/${key}`,
      context: { 's3:if-none-match': '*' },
    })),
    ...(read.length > 0 ? on(dataKeyArn, 'kms:Decrypt') : []),
    ...(written.length > 0 ? on(dataKeyArn, 'kms:GenerateDataKey') : []),
  ];
}

/** A key of each pattern. */
function keysOf(patterns: KeyPatterns): readonly { readonly layer: Layer; readonly key: string }[] {
  return LAYERS.flatMap((layer) =>
    (patterns[layer] ?? []).map((pattern) => ({ layer, key: pattern.replaceAll('*', weather.name) })),
  );
}

/** What a step's row says that its code touches (lambdas/steps.ts). */
export function needsOfStep(row: StepRow, places: Places): readonly Need[] {
  const { packageArns, signingKeyArn, auditKeyArn, topicArn, topicKeyArn } = places;
  const { ports, may } = row;
  const registers = may.includes('register');
  return [
    ...needsOfAccess(row.access, places),
    ...(ports.includes('registry') ? on(packageArns.group, 'sagemaker:DescribeModelPackageGroup') : []),
    ...(ports.includes('registry')
      ? on(packageArns.version, 'sagemaker:DescribeModelPackage', 'sagemaker:ListModelPackages')
      : []),
    ...(registers ? on(packageArns.group, 'sagemaker:CreateModelPackageGroup') : []),
    ...(registers ? on(packageArns.group, 'sagemaker:AddTags') : []),
    ...(registers ? on(packageArns.version, 'sagemaker:CreateModelPackage') : []),
    ...(registers || may.includes('setStage') ? on(packageArns.version, 'sagemaker:UpdateModelPackage') : []),
    ...(ports.includes('signer') ? on(signingKeyArn, 'kms:Sign', 'kms:GetPublicKey') : []),
    ...(ports.includes('keys') ? on(signingKeyArn, 'kms:Verify', 'kms:GetPublicKey') : []),
    ...(ports.includes('auditSigner') ? on(auditKeyArn, 'kms:Sign', 'kms:GetPublicKey') : []),
    ...(ports.includes('auditKeys') ? on(auditKeyArn, 'kms:Verify', 'kms:GetPublicKey') : []),
    ...(ports.includes('notifier') ? on(topicArn, 'sns:Publish') : []),
    ...(ports.includes('alarms') ? on('*', 'cloudwatch:DescribeAlarms') : []),
    ...(ports.includes('notifier') && topicKeyArn !== 'none'
      ? on(topicKeyArn, 'kms:Decrypt', 'kms:GenerateDataKey')
      : []),
  ];
}

/** A container: its layers, the key that its outputs name, its image, its log, its volume's key. */
export function needsOfJob(
  { kind, image, volumeKeyArn }: JobTask,
  places: Places,
  { account, region, jobPrefix }: Account & { readonly jobPrefix: string },
): readonly Need[] {
  const repository = (image.split('/')[1] ?? '').split(/[:@]/)[0] ?? '';
  const log = `arn:aws:logs:${region}:${account}:log-group:/aws/sagemaker/${kind}Jobs`;
  return [
    ...needsOfAccess(JOB_ACCESS[kind === 'Training' ? 'train' : 'forecast'], places),
    ...on(places.dataKeyArn, 'kms:Encrypt'),
    ...on(
      `arn:aws:ecr:${region}:${account}:repository/${repository}`,
      'ecr:BatchGetImage',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchCheckLayerAvailability',
    ),
    ...on('*', 'ecr:GetAuthorizationToken'),
    ...on(log, 'logs:CreateLogGroup', 'logs:DescribeLogStreams'),
    ...on(`${log}:log-stream:${jobPrefix}any-job/algo-1`, 'logs:CreateLogStream', 'logs:PutLogEvents'),
    ...needsOfVolume(volumeKeyArn),
  ];
}
