import type { CreateModelPackageCommandInput, ModelApprovalStatus } from '@aws-sdk/client-sagemaker';
import { createHash } from 'node:crypto';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { stageSchema, type Stage } from '../../core/contracts/promotion.ts';

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

/** The request that registers the record. The same record gives the same request, which its ClientToken needs. */
export function packageRequest(
  record: PackageRecord,
  files: { readonly record: RecordFile; readonly metrics: RecordFile },
): CreateModelPackageCommandInput {
  const { dataset, runId, chosen, code } = record;
  return {
    ModelPackageGroupName: dataset,
    ModelPackageDescription: record.description,
    ClientToken: createHash('sha256').update(`${dataset}/${runId}`).digest('hex').slice(0, 36),
    InferenceSpecification: {
      Containers: [
        {
          Image: code.image,
          ModelDataSource: {
            S3DataSource: {
              S3Uri: chosen.artifactUri.replace(/\/?$/, '/'),
              S3DataType: 'S3Prefix',
              CompressionType: 'None',
            },
          },
        },
      ],
    },
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

/** What does not fit into SageMaker's metadata (too long, other characters) is left to the record, which is complete. */
function metadataOf(record: PackageRecord, { uri, sha256 }: RecordFile): Record<string, string> {
  const { chosen, training, forecast, code } = record;
  const entries = {
    [METADATA.runId]: record.runId,
    [METADATA.recordSha256]: sha256,
    [METADATA.stage]: 'None',
    recordUri: uri,
    owner: record.owner,
    candidate: chosen.candidate.name,
    artifactUri: chosen.artifactUri,
    artifactSha256: chosen.artifactSha256,
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
export function metricsReport({ chosen }: PackageRecord) {
  const metrics = Object.entries(chosen.crossValidation).filter(([, value]) => value !== null);
  return {
    version: 0,
    regression_metrics: Object.fromEntries(
      metrics.map(([name, value]) => [name, { value, standard_deviation: 'NaN' }]),
    ),
  };
}
