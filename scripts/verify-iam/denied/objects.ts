import { runKeys } from '../../../core/contracts/keys.ts';
import { LAYERS } from '../../../core/contracts/layers.ts';
import { bucketLogicalId } from '../../../core/contracts/names.ts';
import { type TableName, tablePath, TABLES } from '../../../core/contracts/tables.ts';
import { weather } from '../../../datasets/weather.ts';
import { idsOfType, type JudgedRole, type JudgedStack } from '../judged/stack.ts';
import { crossed, type Denied, rolesOf, type Setting } from './denied.ts';
import { KEY_CLASSES, type KeyClass } from './key-classes.ts';

/** A put that never replaces: the mildest write that there is. */
const CREATE = { 's3:if-none-match': '*' };

const ADMINISTRATION = [
  's3:DeleteBucket',
  's3:DeleteBucketPolicy',
  's3:PutBucketAcl',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketPolicy',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketVersioning',
  's3:PutEncryptionConfiguration',
  's3:PutLifecycleConfiguration',
];

export function arnOfClass({ names }: JudgedStack, { layer, key }: KeyClass): string {
  return `${names.arn(bucketLogicalId(layer))}/${key}`;
}

export function deniedOnObjects(setting: Setting): readonly Denied[] {
  const { stack, needs } = setting;
  const principals = rolesOf(stack);
  const buckets = idsOfType(stack.template, 'AWS::S3::Bucket').map((id) => stack.names.arn(id));
  const layers = LAYERS.map((layer) => stack.names.arn(bucketLogicalId(layer)));
  return [
    ...KEY_CLASSES.flatMap((keyClass) => onClass(keyClass, setting)),
    ...strays(setting),
    ...commitsOf(stack).flatMap((resource) => overwrites(stack, resource)),
    // Beside all prefixes that anybody looks below; landing's are whoever's who delivers.
    ...layers.slice(1).flatMap((resource) =>
      stack.roles.filter(isOfCode).map(({ arn: principal }) => ({
        kind: 'lists of layers',
        call: { principal, action: 's3:ListBucket', resource, context: { 's3:prefix': 'of-others/' } },
      })),
    ),
    ...crossed(
      'lists of layers',
      { principals, actions: ['s3:ListBucket', 's3:ListBucketVersions'], resources: layers },
      needs,
    ),
    ...crossed('administration of buckets', { principals, actions: ADMINISTRATION, resources: buckets }, needs),
    ...crossed(
      'foreign prefixes and buckets',
      { principals, actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], resources: foreign(stack) },
      needs,
    ),
  ];
}

/** SageMaker asks for the list of a job's whole bucket. */
function isOfCode({ who }: JudgedRole): boolean {
  return /^(step|machine) /.test(who);
}

function onClass(keyClass: KeyClass, { stack, needs }: Setting): readonly Denied[] {
  const resource = arnOfClass(stack, keyClass);
  const { layer, isKept } = keyClass;
  const ask = (kind: string, action: string) =>
    crossed(`${kind} ${layer}`, { principals: rolesOf(stack), actions: [action], resources: [resource] }, needs);
  const writes = ask('writes into', 's3:PutObject').map(({ kind, call }) => ({
    kind,
    call: { ...call, context: CREATE },
  }));
  return [
    ...writes,
    ...ask('reads of', 's3:GetObject'),
    ...ask('deletes in', 's3:DeleteObject'),
    ...(isKept ? [...overwrites(stack, resource), ...ask('deletes in', 's3:DeleteObjectVersion')] : []),
    ...(isKept ? ask('retention in', 's3:BypassGovernanceRetention') : []),
  ];
}

/** Of every table: the file that a version of it is. */
export function commitsOf({ names }: JudgedStack): readonly string[] {
  return Object.entries(TABLES).map(([table, { layer }]) => {
    const path = tablePath(weather.name, table as TableName);
    return `${names.arn(bucketLogicalId(layer))}/${path}/_delta_log/00000000000000000007.json`;
  });
}

/** Who writes it may do so once. */
function overwrites(stack: JudgedStack, resource: string): readonly Denied[] {
  return rolesOf(stack).map((principal) => ({
    kind: 'overwrites of what is kept',
    call: { principal, action: 's3:PutObject', resource },
  }));
}

/** Of artifacts: nobody writes or reads beside a data set's folder in them, nor what no run leaves there. */
const FOLDERS_OF_RUNS = ['runs', 'promotions', 'approvals', 'replays'];
const FOLDERS = [
  ...FOLDERS_OF_RUNS,
  ...['registry', 'monitoring', 'reports', 'models', 'trials', 'twins', 'smoke', 'tracking'],
];

/** Nor what is none of the files that a folder is for, but for whoever has the folder whole. */
const STRAYS: readonly { readonly key: string; readonly actions: readonly string[]; readonly owner?: RegExp }[] = [
  { key: 'locks/any.html', actions: ['s3:GetObject', 's3:PutObject'] },
  {
    key: `monitoring/${weather.name}/any.html`,
    actions: ['s3:GetObject', 's3:PutObject'],
    owner: /^step look$/,
  },
  ...['transitions', 'stages', 'runs', 'metrics'].map((folder) => ({
    key: `registry/${weather.name}/${folder}/any.html`,
    actions: ['s3:PutObject'],
  })),
];

function strays({ stack }: Setting): readonly Denied[] {
  const artifacts = stack.names.arn(bucketLogicalId('artifacts'));
  return [artifacts, `${artifacts}/${runKeys.replayFolder('any-replay')}`].flatMap((place) =>
    STRAYS.flatMap(({ key, actions, owner }) =>
      stack.roles
        .filter(({ who }) => owner?.test(who) !== true)
        .flatMap(({ arn: principal }) =>
          actions.map((action) => ({
            kind: 'foreign prefixes and buckets',
            call: { principal, action, resource: `${place}/${key}`, context: CREATE },
          })),
        ),
    ),
  );
}

/** Keys beside the platform's own, and other buckets: of another environment, of CDK, of somebody else. */
function foreign(stack: JudgedStack): readonly string[] {
  const { account, region } = stack.environment;
  const artifacts = stack.names.arn(bucketLogicalId('artifacts'));
  const tables = (['bronze', 'silver', 'gold'] as const).map((layer) => stack.names.arn(bucketLogicalId(layer)));
  return [
    ...[artifacts, ...tables].flatMap((bucket) => [`${bucket}/any.json`, `${bucket}/${weather.name}/any.json`]),
    ...[artifacts, `${artifacts}/${runKeys.replayFolder('any-replay')}`].flatMap((place) => [
      ...FOLDERS.map((folder) => `${place}/${folder}/any.json`),
      ...FOLDERS_OF_RUNS.map((folder) => `${place}/${folder}/${weather.name}/any-run/any.html`),
    ]),
    `${artifacts}/registry-of-others/weather/production.json`,
    `${artifacts}/replays/any-replay/any.json`,
    `${artifacts}/modelsweather/any`,
    `arn:aws:s3:::forecasting-other-artifactsbucket/registry/weather/production.json`,
    `arn:aws:s3:::cdk-hnb659fds-assets-${account}-${region}/any.zip`,
    `arn:aws:s3:::somebody-elses/any`,
  ];
}
