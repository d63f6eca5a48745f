/** What every role of the delivery may do, whole: `action resource [context]` each. Whatever else is probed has to be refused. */

const IN = { dev: '111111111111', staging: '222222222222', prod: '333333333333', delivery: '444444444444' } as const;
type Place = keyof typeof IN;
type Target = Exclude<Place, 'delivery'>;

const here = (service: string, resource: string, place: Place = 'delivery'): string =>
  `arn:aws:${service}:eu-central-1:${IN[place]}:${resource}`;
export const role = (name: string, place: Place = 'delivery'): string => `arn:aws:iam::${IN[place]}:role/${name}`;
const ours = (name: string): string => role(`forecasting-delivery-${name}`);

const BUCKET = 'arn:aws:s3:::forecasting-delivery-releasesbucket';
export const KEY = here('kms', 'key/forecasting-delivery-DeliveryKey');
const IMAGES = here('ecr', 'repository/forecasting-delivery-ImageRepository');
const CONNECTION = here('codeconnections', 'connection/00000000-0000-0000-0000-000000000000');
const APPROVALS = here('sns', 'forecasting-delivery-ApprovalsTopic');
const HANDED_ON = `${BUCKET}/forecasting-delivery/Source/aBcDeF1`;
const COMMIT = '0123456789abcdef0123456789abcdef01234567';

const each = (actions: string, resource: string, context = ''): readonly string[] =>
  actions.split(' ').map((action) => `${action} ${resource} ${context}`.trimEnd());

const FOLDERS = ['builds', 'deployments', 'confirmed', 'runs', 'evidence'] as const;

const readsReleases: readonly string[] = [
  ...FOLDERS.flatMap((folder) => [
    `s3:GetObject ${BUCKET}/${folder}/anything.json`,
    `s3:ListBucket ${BUCKET} s3:prefix=${folder}/`,
  ]),
  `kms:Decrypt ${KEY}`,
];

/** What was built and confirmed, only where nothing is yet. */
const WRITTEN_ONCE = /^(builds|confirmed)\//;
const writes = (...keys: readonly string[]): readonly string[] => [
  ...keys.flatMap((key) => [
    ...each('s3:PutObject', `${BUCKET}/${key}`, WRITTEN_ONCE.test(key) ? 's3:if-none-match=*' : ''),
    ...each('s3:AbortMultipartUpload', `${BUCKET}/${key}`),
  ]),
  `kms:GenerateDataKey ${KEY}`,
];

const fetches: readonly string[] = [
  ...each('s3:GetObject s3:GetObjectVersion', HANDED_ON),
  `codeconnections:UseConnection ${CONNECTION}`,
];

/** @param id of the log group in the template */
const logs = (id: string): readonly string[] =>
  each('logs:CreateLogStream logs:PutLogEvents', here('logs', `log-group:forecasting-delivery-${id}:log-stream:a`));

const deploys = (to: Target): readonly string[] => [
  ...writes(`deployments/${to}/00000001.json`),
  ...['deploy', 'file-publishing'].map(
    (may) => `sts:AssumeRole ${role(`cdk-hnb659fds-${may}-role-${IN[to]}-eu-central-1`, to)}`,
  ),
];

const looksAt = (at: Target): string => `sts:AssumeRole ${role(`forecasting-${at}-delivery-read`, at)}`;

const PUSHES = [
  ...each(
    'ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:DescribeImages ecr:GetDownloadUrlForLayer ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart',
    IMAGES,
  ),
  'ecr:GetAuthorizationToken *',
];

const pipeline = (builds: string): readonly string[] => [
  ...each('s3:GetObject s3:GetObjectVersion s3:PutObject s3:PutObjectAcl', HANDED_ON),
  ...each('s3:GetBucketAcl s3:GetBucketLocation s3:GetBucketVersioning', BUCKET),
  ...each('kms:Decrypt kms:GenerateDataKey', KEY),
  `codeconnections:UseConnection ${CONNECTION}`,
  ...builds
    .split(' ')
    .flatMap((build) =>
      each(
        'codebuild:BatchGetBuilds codebuild:StartBuild codebuild:StopBuild',
        here('codebuild', `project/forecasting-delivery-${build}`),
      ),
    ),
];

const MACHINES =
  'train promote retrain refresh roll-back rule maintain forecast evaluate monitor pipeline replay smoke receive'.split(
    ' ',
  );

const reads = (of: Target): readonly string[] => [
  ...MACHINES.flatMap((machine) =>
    each(
      'states:DescribeExecution states:GetExecutionHistory',
      here('states', `execution:forecasting-${of}-${machine}:run`, of),
    ),
  ),
  `s3:GetObject arn:aws:s3:::forecasting-${of}-artifactsbucket/runs/weather/run/run.json`,
  `s3:GetObject arn:aws:s3:::forecasting-${of}-artifactsbucket/promotions/weather/run/guard.json`,
  `kms:Decrypt ${here('kms', `key/forecasting-${of}-DataKey`, of)} kms:ViaService=s3.eu-central-1.amazonaws.com`,
  ...each(
    'cloudformation:DescribeStacks cloudformation:GetTemplate',
    here('cloudformation', `stack/forecasting-${of}/id`, of),
  ),
];

const runs = (of: Target, machine: string): readonly string[] => [
  ...each(
    'states:DescribeStateMachine states:StartExecution',
    here('states', `stateMachine:forecasting-${of}-${machine}`, of),
  ),
  `states:DescribeExecution ${here('states', `execution:forecasting-${of}-${machine}:run`, of)}`,
];

const PULL = 'pr-12-forecasting-dev';
const pulls: readonly string[] = [
  ...each(
    'cloudformation:DeleteStack cloudformation:DescribeStacks cloudformation:GetTemplate cloudformation:ListStackResources',
    here('cloudformation', `stack/${PULL}/id`, 'dev'),
  ),
  `states:StartExecution ${here('states', `stateMachine:${PULL}-pipeline`, 'dev')}`,
  ...['pipeline', 'train'].map(
    (machine) => `states:ListExecutions ${here('states', `stateMachine:${PULL}-${machine}`, 'dev')}`,
  ),
  ...['pipeline', 'train'].flatMap((machine) =>
    each('states:DescribeExecution states:StopExecution', here('states', `execution:${PULL}-${machine}:run`, 'dev')),
  ),
  ...each(
    's3:DeleteBucket s3:DeleteBucketPolicy s3:ListBucket s3:ListBucketVersions',
    `arn:aws:s3:::${PULL}-landingbucket-1a2b`,
  ),
  ...each(
    's3:AbortMultipartUpload s3:DeleteObject s3:DeleteObjectVersion s3:GetObject s3:PutObject',
    `arn:aws:s3:::${PULL}-landingbucket-1a2b/weather/a.csv`,
  ),
  'sagemaker:ListModelPackageGroups *',
  `sagemaker:DeleteModelPackageGroup ${here('sagemaker', `model-package-group/${PULL}-weather`, 'dev')}`,
  ...each(
    'sagemaker:DeleteModelPackage sagemaker:ListModelPackages',
    here('sagemaker', `model-package/${PULL}-weather/1`, 'dev'),
  ),
  ...each(
    'kms:Decrypt kms:GenerateDataKey',
    here('kms', 'key/of-a-pull-request', 'dev'),
    'kms:ViaService=s3.eu-central-1.amazonaws.com',
  ),
];

/** Keys have no names; without a right to the buckets of dev itself, S3 has nothing to decrypt for it. */
const keysOfDev = `kms:Decrypt ${here('kms', 'key/forecasting-dev-DataKey', 'dev')} kms:ViaService=s3.eu-central-1.amazonaws.com`;

const readsRepository = each(
  'codeconnections:GetConnection codeconnections:GetConnectionToken codeconnections:UseConnection',
  CONNECTION,
);

/** @param logId the log group of a build, by its name in the template without the hash */
export function expectedRights(logId: (prefix: string) => string): Readonly<Record<string, readonly string[]>> {
  const build = (name: string) => [
    ...logs(logId(`Builds${name.replaceAll('-', '')}Logs`)),
    ...fetches,
    ...readsReleases,
  ];
  const pull = (name: string) => [...logs(logId(`PullRequests${name.replaceAll('-', '')}Logs`)), ...readsRepository];
  return {
    [ours('check')]: [...build('check'), ...writes(`builds/${COMMIT}/check.json`)],
    [ours('image')]: [...build('image'), ...writes(`builds/${COMMIT}/image.json`), ...PUSHES],
    [ours('build')]: [...build('build'), ...writes(`builds/${COMMIT}/build.json`, `builds/${COMMIT}/prod.tgz`)],
    [ours('deploy-dev')]: [...build('deploy-dev'), ...deploys('dev')],
    [ours('deploy-staging')]: [...build('deploy-staging'), ...deploys('staging')],
    [ours('keep-run')]: [
      ...build('keep-run'),
      ...writes(`runs/staging/${COMMIT}.json`, `confirmed/staging/${COMMIT}.json`),
      looksAt('staging'),
    ],
    [ours('evidence')]: [
      ...build('evidence'),
      ...writes(...['evidence.json', 'evidence.html', 'sha256.json'].map((file) => `evidence/${COMMIT}/${file}`)),
      `ecr:DescribeImageScanFindings ${IMAGES}`,
      looksAt('dev'),
      looksAt('staging'),
      looksAt('prod'),
    ],
    [ours('deploy-prod')]: [...build('deploy-prod'), ...deploys('prod')],
    [ours('confirm')]: [...build('confirm'), ...writes(`confirmed/prod/${COMMIT}.json`), looksAt('prod')],
    [ours('return')]: [...build('return'), ...deploys('prod')],
    [ours('pull-request-check')]: pull('pull-request-check'),
    [ours('pull-request-deploy')]: [
      ...pull('pull-request-deploy'),
      ...deploys('dev').filter((right) => right.startsWith('sts:')),
      `sts:AssumeRole ${role('forecasting-dev-delivery-pulls', 'dev')}`,
    ],
    [ours('main-pipeline')]: [
      ...pipeline('check image build deploy-dev deploy-staging keep-run'),
      `sts:AssumeRole ${role('forecasting-staging-delivery-run', 'staging')}`,
    ],
    [ours('release-pipeline')]: [
      ...pipeline('evidence deploy-prod confirm'),
      `sts:AssumeRole ${role('forecasting-prod-delivery-run', 'prod')}`,
      `sns:Publish ${APPROVALS}`,
    ],
    [ours('return-pipeline')]: pipeline('return'),
    [ours(logId('returnPipelineEventsRole'))]: [
      `codepipeline:StartPipelineExecution ${here('codepipeline', 'forecasting-delivery-return')}`,
    ],
    [role('forecasting-dev-delivery-read', 'dev')]: reads('dev'),
    [role('forecasting-dev-delivery-pulls', 'dev')]: [...pulls, keysOfDev],
    [role('forecasting-staging-delivery-run', 'staging')]: runs('staging', 'pipeline'),
    [role('forecasting-staging-delivery-read', 'staging')]: reads('staging'),
    [role('forecasting-prod-delivery-run', 'prod')]: runs('prod', 'smoke'),
    [role('forecasting-prod-delivery-read', 'prod')]: reads('prod'),
  };
}

/** With GitHub's own runners: what all builds of a stage may together, but to fetch what GitHub has checked out and to write a log that GitHub keeps. */
export function expectedGitHubRights(): Readonly<Record<string, readonly string[]>> {
  const once = (...rights: readonly (readonly string[])[]) => [...new Set(rights.flat())];
  const starts = (at: Target) => [`sts:AssumeRole ${role(`forecasting-${at}-delivery-run`, at)}`];
  const built = ['check.json', 'image.json', 'build.json', 'prod.tgz'].map((file) => `builds/${COMMIT}/${file}`);
  const ran = writes(`runs/staging/${COMMIT}.json`, `confirmed/staging/${COMMIT}.json`);
  const shown = ['evidence.json', 'evidence.html', 'sha256.json'].map((file) => `evidence/${COMMIT}/${file}`);
  return {
    [ours('github-build')]: once(readsReleases, writes(...built), PUSHES),
    [ours('github-dev')]: once(readsReleases, deploys('dev')),
    [ours('github-staging')]: once(readsReleases, deploys('staging'), starts('staging'), ran, [looksAt('staging')]),
    [ours('github-evidence')]: once(readsReleases, writes(...shown), [
      `ecr:DescribeImageScanFindings ${IMAGES}`,
      ...(['dev', 'staging', 'prod'] as const).map(looksAt),
    ]),
    [ours('github-prod')]: once(readsReleases, deploys('prod'), starts('prod'), [
      ...writes(`confirmed/prod/${COMMIT}.json`),
      looksAt('prod'),
    ]),
    [ours('github-return')]: once(readsReleases, deploys('prod')),
    [ours('github-pull-request')]: [
      ...deploys('dev').filter((right) => right.startsWith('sts:')),
      `sts:AssumeRole ${role('forecasting-dev-delivery-pulls', 'dev')}`,
    ],
  };
}

/** What nobody may do, beside what others may: the neighbours of every resource above, and other actions on them. */
const OTHERS_PACKAGES = [
  'sagemaker:CreateModelPackageGroup *',
  `sagemaker:DeleteModelPackageGroup ${here('sagemaker', 'model-package-group/forecasting-dev-weather', 'dev')}`,
  `sagemaker:UpdateModelPackage ${here('sagemaker', `model-package/${PULL}-weather/1`, 'dev')}`,
  `sagemaker:AddTags ${here('sagemaker', `model-package-group/${PULL}-weather`, 'dev')}`,
  ...each(
    'sagemaker:DeleteModelPackage sagemaker:ListModelPackages',
    here('sagemaker', 'model-package/forecasting-dev-weather/1', 'dev'),
  ),
];

const OTHER_BUCKET = 'arn:aws:s3:::somebody-elses';

export const NOBODY: readonly string[] = [
  ...OTHERS_PACKAGES,
  ...each('s3:DeleteBucket s3:DeleteBucketPolicy', 'arn:aws:s3:::forecasting-dev-landingbucket'),
  `states:RedriveExecution ${here('states', `execution:${PULL}-train:run`, 'dev')}`,
  `states:UpdateStateMachine ${here('states', `stateMachine:${PULL}-train`, 'dev')}`,
  ...each('s3:ListBucket s3:ListBucketVersions', OTHER_BUCKET, 's3:prefix=builds/'),
  ...each('s3:GetBucketAcl s3:GetBucketLocation s3:GetBucketVersioning', OTHER_BUCKET),
  `s3:ListBucketVersions ${BUCKET} s3:prefix=builds/`,
  // Where nothing is yet: what is there, nobody puts anything in the place of.
  ...['confirmed/staging', 'confirmed/prod'].map(
    (folder) => `s3:PutObject ${BUCKET}/${folder}/other.txt s3:if-none-match=*`,
  ),
  `s3:PutObject ${BUCKET}/runs/staging/other.txt`,
  ...['dev', 'staging', 'prod'].flatMap((place) =>
    ['registry/weather/production.json', 'runs/other', 'promotions/other'].map(
      (key) => `s3:GetObject arn:aws:s3:::forecasting-${place}-artifactsbucket/${key}`,
    ),
  ),
  ...each('s3:DeleteObject s3:DeleteObjectVersion s3:PutObjectTagging', `${BUCKET}/builds/${COMMIT}/build.json`),
  ...each(
    's3:GetObject s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:AbortMultipartUpload',
    `${BUCKET}/elsewhere/a.json`,
  ),
  ...each('s3:PutObject', `${BUCKET}/builds/${COMMIT}/other.json`, 's3:if-none-match=*'),
  ...each('s3:AbortMultipartUpload', `${BUCKET}/builds/${COMMIT}/other.json`),
  ...each('s3:PutObject s3:AbortMultipartUpload', `${BUCKET}/evidence/${COMMIT}/other.json`),
  ...each('s3:PutObject', `${BUCKET}/confirmed/dev/${COMMIT}.json`, 's3:if-none-match=*'),
  ...each('s3:AbortMultipartUpload', `${BUCKET}/confirmed/dev/${COMMIT}.json`),
  ...each('s3:PutObject s3:AbortMultipartUpload', `${BUCKET}/runs/dev/${COMMIT}.json`),
  ...each('s3:PutObject s3:AbortMultipartUpload', `${BUCKET}/deployments/other/00000001.json`),
  ...each(
    's3:GetObject s3:GetObjectVersion s3:PutObject s3:PutObjectAcl s3:AbortMultipartUpload s3:DeleteObject s3:DeleteObjectVersion',
    'arn:aws:s3:::forecasting-dev-landingbucket/weather/a.csv',
  ),
  ...each(
    's3:ListBucket s3:ListBucketVersions s3:GetBucketAcl s3:GetBucketLocation s3:GetBucketVersioning',
    'arn:aws:s3:::forecasting-dev-landingbucket',
    's3:prefix=builds/',
  ),
  `s3:GetObject arn:aws:s3:::forecasting-staging-artifactsbucket/registry/weather/production.json`,
  `s3:ListBucket ${BUCKET} s3:prefix=forecasting-delivery/`,
  `s3:ListBucket ${BUCKET}`,
  ...each('s3:PutBucketPolicy s3:DeleteBucket', BUCKET),
  ...each('kms:ScheduleKeyDeletion kms:PutKeyPolicy kms:CreateGrant', KEY),
  ...each('kms:Decrypt kms:GenerateDataKey', here('kms', 'key/of-somebody')),
  ...each('kms:Decrypt kms:GenerateDataKey', here('kms', 'key/of-a-pull-request', 'dev')),
  ...(['dev', 'staging', 'prod'] as const).flatMap((place) => [
    `kms:Decrypt ${here('kms', `key/forecasting-${place}-DataKey`, place)}`,
    `sts:AssumeRole ${role(`cdk-hnb659fds-lookup-role-${IN[place]}-eu-central-1`, place)}`,
    `sts:AssumeRole ${role(`cdk-hnb659fds-image-publishing-role-${IN[place]}-eu-central-1`, place)}`,
    `sts:AssumeRole ${role(`cdk-hnb659fds-cfn-exec-role-${IN[place]}-eu-central-1`, place)}`,
    `sts:AssumeRole ${role('admin', place)}`,
    ...each(
      'states:StartExecution states:DescribeStateMachine states:ListExecutions',
      here('states', `stateMachine:forecasting-${place}-promote`, place),
    ),
    ...each(
      'states:DescribeExecution states:GetExecutionHistory states:StopExecution',
      here('states', `execution:somebody-elses:run`, place),
    ),
    `states:StopExecution ${here('states', `execution:forecasting-${place}-smoke:run`, place)}`,
    ...each(
      'cloudformation:DescribeStacks cloudformation:GetTemplate cloudformation:DeleteStack cloudformation:ListStackResources',
      here('cloudformation', 'stack/somebody-elses/id', place),
    ),
    ...each(
      'cloudformation:DeleteStack cloudformation:UpdateStack',
      here('cloudformation', `stack/forecasting-${place}/id`, place),
    ),
    `sts:TagSession ${role(`forecasting-${place}-delivery-read`, place)}`,
    `sts:TagSession ${role(`forecasting-${place}-delivery-run`, place)}`,
    `sts:TagSession ${role(`forecasting-${place}-delivery-pulls`, place)}`,
    `sts:TagSession ${role(`cdk-hnb659fds-deploy-role-${IN[place]}-eu-central-1`, place)}`,
  ]),
  `kms:Decrypt ${here('kms', 'key/of-somebody', 'staging')} kms:ViaService=s3.eu-central-1.amazonaws.com`,
  `kms:Decrypt ${here('kms', 'key/of-somebody', 'prod')} kms:ViaService=s3.eu-central-1.amazonaws.com`,
  ...each(
    'kms:Encrypt kms:CreateGrant',
    here('kms', 'key/of-a-pull-request', 'dev'),
    'kms:ViaService=s3.eu-central-1.amazonaws.com',
  ),
  ...(['dev', 'staging', 'prod'] as const).map(
    (place) =>
      `kms:Encrypt ${here('kms', `key/forecasting-${place}-DataKey`, place)} kms:ViaService=s3.eu-central-1.amazonaws.com`,
  ),
  `states:UpdateStateMachine ${here('states', `stateMachine:${PULL}-pipeline`, 'dev')}`,
  `states:UpdateStateMachine ${here('states', 'stateMachine:forecasting-staging-pipeline', 'staging')}`,
  `states:UpdateStateMachine ${here('states', 'stateMachine:forecasting-prod-smoke', 'prod')}`,
  `states:RedriveExecution ${here('states', `execution:${PULL}-pipeline:run`, 'dev')}`,
  `states:StopExecution ${here('states', 'execution:forecasting-staging-pipeline:run', 'staging')}`,
  ...MACHINES.flatMap((machine) =>
    (['dev', 'staging', 'prod'] as const).map(
      (place) => `states:StopExecution ${here('states', `execution:forecasting-${place}-${machine}:run`, place)}`,
    ),
  ),
  `cloudformation:UpdateStack ${here('cloudformation', `stack/${PULL}/id`, 'dev')}`,
  `s3:PutObjectTagging arn:aws:s3:::${PULL}-landingbucket-1a2b/weather/a.csv`,
  `s3:PutObjectTagging arn:aws:s3:::forecasting-dev-artifactsbucket/runs/weather/run/run.json`,
  ...(['dev', 'staging', 'prod'] as const).flatMap((place) =>
    ['runs/weather/run/run.json', 'promotions/weather/run/guard.json'].map(
      (key) => `s3:PutObject arn:aws:s3:::forecasting-${place}-artifactsbucket/${key}`,
    ),
  ),
  `s3:PutBucketPolicy arn:aws:s3:::${PULL}-landingbucket-1a2b`,
  ...each('ecr:BatchDeleteImage ecr:DeleteRepository ecr:SetRepositoryPolicy', IMAGES),
  ...each(
    'ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:CompleteLayerUpload ecr:DescribeImages ecr:DescribeImageScanFindings ecr:GetDownloadUrlForLayer ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart',
    here('ecr', 'repository/somebody-elses'),
  ),
  'ecr:CreateRepository *',
  ...each('codeconnections:DeleteConnection codeconnections:PassConnection', CONNECTION),
  ...each(
    'codeconnections:UseConnection codeconnections:GetConnection codeconnections:GetConnectionToken',
    here('codeconnections', 'connection/11111111-1111-1111-1111-111111111111'),
  ),
  ...each(
    'codebuild:BatchGetBuilds codebuild:StartBuild codebuild:StopBuild',
    here('codebuild', 'project/somebody-elses'),
  ),
  ...'check image build deploy-dev deploy-staging keep-run evidence deploy-prod confirm return'
    .split(' ')
    .map((build) => `codebuild:UpdateProject ${here('codebuild', `project/forecasting-delivery-${build}`)}`),
  ...each('logs:CreateLogStream logs:PutLogEvents', here('logs', 'log-group:somebody-elses:log-stream:a')),
  `sns:Publish ${here('sns', 'somebody-elses')}`,
  `sns:SetTopicAttributes ${APPROVALS}`,
  `codepipeline:StartPipelineExecution ${here('codepipeline', 'forecasting-delivery-release')}`,
  `codepipeline:StopPipelineExecution ${here('codepipeline', 'forecasting-delivery-return')}`,
];
