import type { JobRequest, JobSite } from '../compute/job-site.ts';
import { query } from './jsonata.ts';

/**
 * A job's name, from the execution's: at most 63 letters, digits and dashes (SageMaker's rule). A name that fits is kept as it is;
 * any other keeps its beginning and ends in a hash of the whole, so that two jobs never share one.
 *
 * @param label JSONata for what tells the execution's jobs apart
 */
export function jobName(label: string): string {
  const statements = [
    `$name := $states.context.Execution.Name & '-' & ${label} & '-' & $string($states.context.State.RetryCount)`,
    "$clean := $replace($replace($name, /[^a-zA-Z0-9-]/, '-'), /^-+/, '')",
    "$short := $substring($clean, 0, 46) & '-' & $substring($hash($name, 'SHA-256'), 0, 16)",
    '$clean = $name and $length($name) <= 63 ? $name : $short',
  ];
  return query(`(${statements.join('; ')})`);
}

/** CreateTrainingJob for one entry of `$plan.jobs`, the Map's item. */
export function trainingJobRequest(site: JobSite, keyArn: string): JobRequest {
  return {
    TrainingJobName: jobName('$states.input.candidate'),
    AlgorithmSpecification: {
      TrainingImage: site.image,
      TrainingInputMode: 'File',
      ContainerEntrypoint: ['node', '/app/train.mjs'],
    },
    HyperParameters: query('$states.input.hyperparameters'),
    InputDataConfig: [
      {
        ChannelName: 'series',
        DataSource: {
          S3DataSource: {
            S3DataType: 'ManifestFile',
            S3Uri: query('$states.input.manifestUri'),
            S3DataDistributionType: 'FullyReplicated',
          },
        },
      },
    ],
    OutputDataConfig: { S3OutputPath: query('$plan.outputUri'), KmsKeyId: keyArn, CompressionType: 'NONE' },
    ResourceConfig: site.instance,
    StoppingCondition: { MaxRuntimeInSeconds: site.maxRuntime.toSeconds() },
    RoleArn: site.roleArn,
    EnableNetworkIsolation: true,
    ...(site.vpc === undefined ? {} : { VpcConfig: site.vpc }),
    Tags: site.tags,
  };
}

/** CreateProcessingJob for `$plan`, what the plan-forecast step returned. */
export function processingJobRequest(site: JobSite, keyArn: string): JobRequest {
  const output = (name: string, uri: string) => ({
    OutputName: name,
    S3Output: { S3Uri: query(uri), LocalPath: `/opt/ml/processing/output/${name}`, S3UploadMode: 'EndOfJob' },
  });
  return {
    ProcessingJobName: jobName("'forecast'"),
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
