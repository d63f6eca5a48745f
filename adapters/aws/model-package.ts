import type { CreateModelPackageCommandInput, ModelApprovalStatus } from '@aws-sdk/client-sagemaker';
import { createHash } from 'node:crypto';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { stageSchema, type Stage } from '../../core/contracts/promotion.ts';
import { recipeName } from '../../core/train/recipe.ts';

/** A version before SageMaker gave it its number. */
export type PackageRecord = Omit<ModelVersion, 'version'>;

/** An object of the artifacts bucket that a package refers to. */
export interface RecordFile {
  readonly uri: string;
  readonly sha256: string;
}

/** The entries of a package's metadata that the registry reads back; all others are for people. */
export const METADATA = { runId: 'runId', recordSha256: 'recordSha256', stage: 'stage' } as const;

/** As CreateModelPackage takes a metadata value; its pattern leaves out braces, commas and quotes. */
const METADATA_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}$/u;

interface StageOnAws {
  readonly approval: ModelApprovalStatus;
  readonly status: string;
  readonly description: string;
}

/** Only what is Approved may be deployed, so that a version that was in Production once needs the pointer to come back. */
const STAGES_ON_AWS: Readonly<Record<Stage, StageOnAws>> = {
  None: { approval: 'PendingManualApproval', status: 'Registered', description: 'Registered, not signed yet' },
  Staging: { approval: 'PendingManualApproval', status: 'PendingApproval', description: 'Signed; to be compared' },
  Production: { approval: 'Approved', status: 'Approved', description: 'The Production pointer names this version' },
  Archived: { approval: 'Rejected', status: 'Retired', description: 'Refused, or was in Production before' },
};

/** What a stage looks like on a package: approval and life cycle are always sent together, so that neither contradicts the other. */
export function stageFields(stage: Stage) {
  const { approval, status, description } = STAGES_ON_AWS[stage];
  return {
    ModelApprovalStatus: approval,
    ModelLifeCycle: { Stage: stage, StageStatus: status, StageDescription: description },
  };
}

/** @throws ZodError for a word that someone else set as the stage of a package */
export function stageOf(word: string | undefined): Stage {
  return stageSchema.parse(word);
}

/** The address of an image that SageMaker can pull; a job that ran as a function has none. */
const ECR_IMAGE = /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com/;

/** The request that registers the record. The same record gives the same request, which its ClientToken needs. */
export function packageRequest(
  record: PackageRecord,
  { group, ...files }: { readonly group: string; readonly record: RecordFile; readonly metrics: RecordFile },
): CreateModelPackageCommandInput {
  return {
    ModelPackageGroupName: group,
    ModelPackageDescription: record.description,
    ClientToken: createHash('sha256').update(`${group}/${record.runId}`).digest('hex').slice(0, 36),
    ...inferenceOf(record),
    ModelMetrics: {
      ModelQuality: {
        Statistics: {
          ContentType: 'application/json',
          S3Uri: files.metrics.uri,
          ContentDigest: `sha256:${files.metrics.sha256}`,
        },
      },
    },
    CustomerMetadataProperties: metadataOf(record, files.record),
    ...stageFields('None'),
  };
}

/**
 * How the version could be served. Without an image there is nothing to serve it with: a versioned package may do without (as those do that MLflow
 * registers, and it can be added later), and the artifact's address stands among the metadata.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelPackage.html
 */
function inferenceOf({ artifactUri, code: { image } }: PackageRecord): Partial<CreateModelPackageCommandInput> {
  if (!ECR_IMAGE.test(image)) return {};
  const S3Uri = artifactUri.replace(/\/?$/, '/');
  const ModelDataSource = { S3DataSource: { S3Uri, S3DataType: 'S3Prefix', CompressionType: 'None' } } as const;
  return { InferenceSpecification: { Containers: [{ Image: image, ModelDataSource }] } };
}

/** What does not fit into SageMaker's metadata (too long, other characters) is left to the record, which is complete. */
function metadataOf(record: PackageRecord, { uri, sha256 }: RecordFile): Record<string, string> {
  const { training, forecast, code } = record;
  const entries = {
    [METADATA.runId]: record.runId,
    [METADATA.recordSha256]: sha256,
    [METADATA.stage]: 'None',
    recordUri: uri,
    owner: record.owner,
    recipe: recipeName(record),
    artifactUri: record.artifactUri,
    artifactSha256: record.artifactSha256,
    dataTable: training.table,
    dataVersion: String(training.tableVersion),
    windowStart: training.window.start,
    windowEnd: training.window.end,
    forecastStart: forecast.start,
    forecastEnd: forecast.end,
    commit: code.commit,
    image: code.image,
  };
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => METADATA_VALUE.test(value)));
}

/** In the form of SageMaker's model quality reports, which Studio shows as the version's metrics. */
export function metricsReport({ crossValidation }: PackageRecord) {
  const metrics = Object.entries(crossValidation).filter(([, value]) => value !== null);
  return {
    version: 0,
    regression_metrics: Object.fromEntries(
      metrics.map(([name, value]) => [name, { value, standard_deviation: 'NaN' }]),
    ),
  };
}
