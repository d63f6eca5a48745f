import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { AccountPrincipal, AnyPrincipal, Effect, Grant as Grants, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket, BucketEncryption, ObjectLockRetention, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENVIRONMENT_VARIABLES } from '../../core/contracts/environment-variables.ts';
import { LAYERS } from '../../core/contracts/layers.ts';
import type { Layer } from '../../core/contracts/layers.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { type KeyAccess, type KeyPatterns, withinReplays } from '../../core/contracts/key-access.ts';
import { writtenOnce } from '../../core/contracts/key-patterns.ts';
import { bucketLogicalId } from '../../core/contracts/names.ts';
import { pinLogicalId, resourceOf } from '../cfn-resource.ts';
import { accessLogsOf, END_UPLOADS, PRIVATE } from './access-logs.ts';

export interface MedallionProps {
  readonly storage: PlatformEnvironment['storage'];
  readonly key: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** A role of another account. */
export interface RoleElsewhere {
  readonly account: string;
  readonly roleName: string;
}

const ONCE = withinReplays(writtenOnce);

type Lifecycle = PlatformEnvironment['storage']['layers'][Layer];

/** One bucket a layer, encrypted, versioned and private, and the bucket of their access logs. */
export class Medallion extends Construct {
  private readonly buckets: Readonly<Record<Layer, Bucket>>;
  private readonly key: IKey;

  constructor(scope: Construct, id: string, { storage, key, removalPolicy }: MedallionProps) {
    super(scope, id);
    this.key = key;
    const accessLogs = accessLogsOf(this, storage.accessLogs, removalPolicy);
    const bucketOf = (layer: Layer): Bucket => {
      const bucket = new Bucket(this, layer, {
        ...PRIVATE,
        versioned: true,
        encryption: BucketEncryption.KMS,
        encryptionKey: key,
        bucketKeyEnabled: true,
        serverAccessLogsBucket: accessLogs.bucket,
        serverAccessLogsPrefix: `${accessLogs.prefix}${layer}/`,
        lifecycleRules: [lifecycleRule(storage.layers[layer])],
        ...(layer === 'artifacts' ? lockOf(storage.objectLock) : {}),
        removalPolicy,
      });
      pinLogicalId(bucket, bucketLogicalId(layer));
      return bucket;
    };
    this.buckets = {
      landing: bucketOf('landing'),
      bronze: bucketOf('bronze'),
      silver: bucketOf('silver'),
      gold: bucketOf('gold'),
      artifacts: bucketOf('artifacts'),
    };
    this.keepAsWritten();
  }

  /** AWS chooses the name. */
  bucketName(layer: Layer): string {
    return this.buckets[layer].bucketName;
  }

  /** @param keys a pattern */
  objectsArn(layer: Layer, keys: string): string {
    return this.buckets[layer].arnForObjects(keys);
  }

  /** EventBridge is told of every object that lands. In the bucket's own properties: CDK's way is a function that calls S3 after the deployment. */
  announceLandings(): void {
    resourceOf(this.buckets.landing).addPropertyOverride('NotificationConfiguration', {
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
  }

  /** Nobody else writes these objects of the layer, whatever their own policies say. */
  reserve(layer: Layer, patterns: readonly string[], writers: readonly IRole[]): void {
    const bucket = this.buckets[layer];
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ReservedForItsWriters',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject', 's3:DeleteObject', 's3:DeleteObjectVersion'],
        resources: patterns.map((pattern) => bucket.arnForObjects(pattern)),
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': writers.map(({ roleArn }) => roleArn) } },
      }),
    );
  }

  /**
   * Nobody puts another object in the place of one that is there, whatever its role may write; what tells of what went live, nobody deletes either. An
   * upload in parts carries no condition, and is refused with the rest.
   * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
   */
  private keepAsWritten(): void {
    const refuse = (
      layer: Layer,
      sid: string,
      statement: { readonly actions: string[]; readonly conditions?: object },
    ) => {
      const bucket = this.buckets[layer];
      const resources = (ONCE[layer] ?? []).map((keys) => bucket.arnForObjects(keys));
      const principals = [new AnyPrincipal()];
      bucket.addToResourcePolicy(
        new PolicyStatement({ sid, effect: Effect.DENY, principals, resources, ...statement }),
      );
    };
    for (const [layer] of layersIn(ONCE)) {
      const conditions = { Null: { 's3:if-none-match': 'true' } };
      refuse(layer, 'WrittenOnce', { actions: ['s3:PutObject'], conditions });
    }
    refuse('artifacts', 'KeptForEver', { actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'] });
  }

  /**
   * These roles may read the layers, and do nothing else. Each account with its roles as a condition: a principal has to be there when a policy
   * names it, a condition's value has not. What does not come over TLS is refused to them as to everybody.
   */
  share(layers: readonly Layer[], readers: readonly RoleElsewhere[]): void {
    if (readers.length === 0) return;
    const { partition, region, urlSuffix } = Stack.of(this);
    const accounts = [...new Set(readers.map(({ account }) => account))];
    const principals = accounts.map((account) => new AccountPrincipal(account));
    const roles = readers.map(({ account, roleName }) => `arn:${partition}:iam::${account}:role/${roleName}`);
    const isReader = { ArnEquals: { 'aws:PrincipalArn': roles } };
    for (const layer of layers) {
      const bucket = this.buckets[layer];
      const allow = (sid: string, action: string, resource: string) =>
        bucket.addToResourcePolicy(
          new PolicyStatement({ sid, principals, actions: [action], resources: [resource], conditions: isReader }),
        );
      allow('SharedObjects', 's3:GetObject', bucket.arnForObjects('*'));
      allow('SharedList', 's3:ListBucket', bucket.bucketArn);
    }
    const throughS3 = { StringEquals: { 'kms:ViaService': `s3.${region}.${urlSuffix}` } };
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SharedData',
        principals,
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions: { ...isReader, ...throughS3 },
      }),
    );
  }

  /**
   * The function may do that and no more; one alone may delete, and of tables only: superseding and expiry are the lifecycle's. It lists what it reads, by prefix. It knows
   * all buckets by name, for the addresses it hands on: a name is no right.
   */
  grantAccess(lambda: LambdaFunction, access: KeyAccess): void {
    this.grantObjects(lambda, access, ['s3:PutObject']);
    const deleted = this.objectArns(access.deletes ?? {});
    if (deleted.length > 0) allow(lambda, ['s3:DeleteObject'], deleted);
    for (const [layer, patterns] of layersIn(access.reads)) {
      const isWhole = patterns.includes('*');
      lambda.addToRolePolicy(
        new PolicyStatement({
          actions: ['s3:ListBucket'],
          resources: [this.buckets[layer].bucketArn],
          ...(isWhole ? {} : { conditions: { StringLike: { 's3:prefix': [...patterns] } } }),
        }),
      );
    }
    for (const layer of LAYERS) {
      lambda.addEnvironment(ENVIRONMENT_VARIABLES.buckets[layer], this.buckets[layer].bucketName);
    }
    const read = layersIn(access.reads).map(([layer]) => layer);
    lambda.addEnvironment(ENVIRONMENT_VARIABLES.readLayers, read.length === 0 ? 'none' : read.join());
  }

  /**
   * SageMaker copies with the role of the job, which the container itself never has: its network is cut off. How it asks for a list, AWS does not
   * say; so it may list the names of the layers, as its documentation has it, and read and write by key.
   * https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
   */
  grantJob(role: IRole, access: KeyAccess): void {
    this.grantObjects(role, access, ['s3:PutObject', 's3:AbortMultipartUpload']);
    allow(
      role,
      ['s3:ListBucket'],
      layersIn(access.reads).map(([layer]) => this.buckets[layer].bucketArn),
    );
  }

  private objectArns(patterns: KeyPatterns): string[] {
    return layersIn(patterns).flatMap(([layer, keys]) => keys.map((key) => this.buckets[layer].arnForObjects(key)));
  }

  private grantObjects(grantee: IGrantable, { reads, writes }: KeyAccess, writeActions: string[]): void {
    const [read, written] = [this.objectArns(reads), this.objectArns(writes)];
    if (read.length > 0) allow(grantee, ['s3:GetObject'], read);
    if (written.length > 0) allow(grantee, writeActions, written);
    const keyActions = written.length > 0 ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'];
    if (read.length + written.length > 0) allow(grantee, keyActions, [this.key.keyArn]);
  }
}

function layersIn(patterns: KeyPatterns): [Layer, readonly string[]][] {
  return LAYERS.flatMap((layer) => {
    const keys = patterns[layer] ?? [];
    return keys.length === 0 ? [] : [[layer, keys]];
  });
}

function lockOf(lock: PlatformEnvironment['storage']['objectLock']) {
  if (lock === 'off') return {};
  return { objectLockDefaultRetention: ObjectLockRetention.governance(Duration.days(lock.governanceDays)) };
}

function lifecycleRule({ coldStorageAfterDays, expireAfterDays, supersededExpireAfterDays }: Lifecycle) {
  return {
    // Instant retrieval: tables stay readable whatever their age.
    transitions: [
      { storageClass: StorageClass.GLACIER_INSTANT_RETRIEVAL, transitionAfter: Duration.days(coldStorageAfterDays) },
    ],
    ...(expireAfterDays === 'never' ? {} : { expiration: Duration.days(expireAfterDays) }),
    ...(supersededExpireAfterDays === 'never'
      ? {}
      : { noncurrentVersionExpiration: Duration.days(supersededExpireAfterDays) }),
    ...END_UPLOADS,
  };
}

function allow(grantee: IGrantable, actions: string[], resourceArns: string[]): Grant {
  return Grants.addToPrincipal({ grantee, actions, resourceArns });
}
