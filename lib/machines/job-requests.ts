import { SAGEMAKER_NAME_CHARACTERS } from '../../core/contracts/names.ts';
import type { JobRequest, JobSite } from '../compute/job-site.ts';
import { query, REDRIVE } from './jsonata.ts';

/**
 * A job's name: the stack's, whose machines may run jobs of this beginning alone, the execution's, and which try it is; at most 63 letters,
 * digits and dashes (SageMaker's rule). A name that fits is kept as it is; any other keeps its beginning and ends in a hash of the whole,
 * so that two jobs never share one.
 *
 * SageMaker takes no name twice, ever. A redriven execution counts its tries from 0 again, so its redrives are told too. An execution's name that
 * comes again after the 90 days in which Step Functions knows it meets its old job: the retry policy goes on to the next try, and so to
 * another name. The start time would cure that as well, but models lie below their job's name, and the same data must give the same bytes.
 *
 * @param label JSONata for what tells the execution's jobs apart
 */
export function jobName({ jobPrefix }: Pick<JobSite, 'jobPrefix'>, label: string): string {
  const ofTheExecution = `$states.context.Execution.Name & '-' & ${label}`;
  const statements = [
    `$name := '${jobPrefix}' & ${ofTheExecution} & '-' & $string($states.context.State.RetryCount) & ${REDRIVE}`,
    "$clean := $replace($name, /[^a-zA-Z0-9-]/, '-')",
    "$short := $substring($clean, 0, 46) & '-' & $substring($hash($name, 'SHA-256'), 0, 16)",
    `$clean = $name and $length($name) <= ${SAGEMAKER_NAME_CHARACTERS} ? $name : $short`,
  ];
  return query(`(${statements.join('; ')})`);
}

/** CreateTrainingJob for one entry of `$plan.jobs`, the Map's item: a candidate in cross-validation. */
export function trialJobRequest(site: JobSite, keyArn: string): JobRequest {
  const [job, outputUri] = ['$states.input', '$plan.outputUri'];
  return trainingJobRequest(site, keyArn, { job, outputUri, label: `${job}.candidate`, channels: SERIES });
}

/** CreateTrainingJob for a fit of a recipe, which reads its plan, and what earlier runs learned, beside the series. */
export function fitJobRequest(
  site: JobSite,
  keyArn: string,
  { job, outputUri }: Readonly<Record<'job' | 'outputUri', string>>,
): JobRequest {
  return trainingJobRequest(site, keyArn, {
    job,
    outputUri,
    label: `${job}.fit`,
    channels: { ...SERIES, memory: 'memoryUri' },
  });
}

/** By channel: the job's field that names its manifest. */
const SERIES = { series: 'manifestUri' };

interface AskedJob {
  /** JSONata for the entry of the plan, for where its output goes, and for what tells the execution's jobs apart. */
  readonly job: string;
  readonly outputUri: string;
  readonly label: string;
  readonly channels: Readonly<Record<string, string>>;
}

function trainingJobRequest(site: JobSite, keyArn: string, { job, outputUri, label, channels }: AskedJob): JobRequest {
  return {
    TrainingJobName: jobName(site, label),
    AlgorithmSpecification: {
      TrainingImage: site.image,
      TrainingInputMode: 'File',
      ContainerEntrypoint: ['node', '/app/train.mjs'],
    },
    HyperParameters: query(`${job}.hyperparameters`),
    InputDataConfig: Object.entries(channels).map(([channel, field]) => ({
      ChannelName: channel,
      DataSource: {
        S3DataSource: {
          S3DataType: 'ManifestFile',
          S3Uri: query(`${job}.${field}`),
          S3DataDistributionType: 'FullyReplicated',
        },
      },
    })),
    OutputDataConfig: { S3OutputPath: query(outputUri), KmsKeyId: keyArn, CompressionType: 'NONE' },
    ResourceConfig: site.instance,
    StoppingCondition: { MaxRuntimeInSeconds: site.maxRuntime.toSeconds() },
    RoleArn: site.roleArn,
    EnableNetworkIsolation: true,
    ...(site.vpc === undefined ? {} : { VpcConfig: site.vpc }),
    Tags: site.tags,
  };
}

/** CreateProcessingJob for `$plan`, what the plan-forecast step returned, or plan-smoke. @param label tells the jobs of namesakes apart */
export function processingJobRequest(site: JobSite, keyArn: string, label: 'forecast' | 'smoke'): JobRequest {
  const output = (name: string, uri: string) => ({
    OutputName: name,
    S3Output: { S3Uri: query(uri), LocalPath: `/opt/ml/processing/output/${name}`, S3UploadMode: 'EndOfJob' },
  });
  return {
    ProcessingJobName: jobName(site, `'${label}'`),
    AppSpecification: { ImageUri: site.image, ContainerEntrypoint: ['node', '/app/forecast.mjs'] },
    Environment: query('$plan.hyperparameters'),
    ProcessingInputs: [
      {
        InputName: 'model',
        S3Input: {
          S3Uri: query('$plan.artifactUri'),
          LocalPath: '/opt/ml/processing/input/model',
          S3DataType: 'S3Prefix',
          S3InputMode: 'File',
        },
      },
    ],
    ProcessingOutputConfig: {
      KmsKeyId: keyArn,
      Outputs: [output('files', '$plan.filesUri'), output('summary', '$plan.summaryUri')],
    },
    ProcessingResources: { ClusterConfig: site.instance },
    StoppingCondition: { MaxRuntimeInSeconds: site.maxRuntime.toSeconds() },
    RoleArn: site.roleArn,
    NetworkConfig: { EnableNetworkIsolation: true, ...(site.vpc === undefined ? {} : { VpcConfig: site.vpc }) },
    Tags: site.tags,
  };
}
