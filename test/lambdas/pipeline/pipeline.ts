import type * as z from 'zod';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import type { planForecastStep } from '../../../core/contracts/steps/forecast.ts';
import type { fitJobSchema, learnSchema, trialJobSchema } from '../../../core/contracts/steps/train.ts';
import type { Ports } from '../../../core/ports.ts';
import { run as forecastCompute } from '../../../lambdas/forecast/compute.ts';
import { run as planForecast } from '../../../lambdas/forecast/plan.ts';
import { run as publish } from '../../../lambdas/forecast/publish.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as trainCompute } from '../../../lambdas/train/compute.ts';
import { run as planFit } from '../../../lambdas/train/plan-fit.ts';
import { run as planTraining } from '../../../lambdas/train/plan.ts';
import { run as register } from '../../../lambdas/train/register.ts';
import { run as select } from '../../../lambdas/train/select.ts';
import { run as refreshFeatures } from '../../../lambdas/features/refresh.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';

const STOPPING = { MaxRuntimeInSeconds: 600 };

export interface TrainingRun {
  readonly dataset: string;
  readonly runId: string;
  readonly range: DateRange;
  readonly learn?: z.infer<typeof learnSchema>;
}

/** The steps of the machine `train`, in its order, on the ports. */
export async function trainMachine(ports: Ports, { dataset, runId, range, learn = 'selection' }: TrainingRun) {
  const run = { dataset, runId, learn };
  const { bronzeVersion } = await ingest({ dataset }, ports);
  const data = await transform({ dataset, bronzeVersion, range }, ports);
  const { silverVersion, lastObservation, counts } = data;
  const found = { silverVersion, range: data.range, lastObservation };
  const { features } = await refreshFeatures({ dataset, bronzeVersion: data.bronzeVersion, ...found }, ports);
  const plan = await planTraining({ ...run, ...found, features }, ports);
  const { forecast, refreshOf } = plan;
  const compared = async () =>
    select({ ...run, asOf: lastObservation, jobs: await trialJobs(ports, runId, plan) }, ports);
  const learned = { ...run, refreshOf, forecast, ...(refreshOf === null ? { selection: await compared() } : {}) };
  const training = { start: data.range.start, end: lastObservation };
  const { seriesSha256 } = plan;
  const fit = await planFit({ ...learned, seriesSha256, training, asOf: data.range.end }, ports);
  const [{ artifactUri, summarySha256 }] = await fitJobs(ports, runId, { jobs: [fit.job], outputUri: fit.outputUri });
  const fitted = { artifactUri, summarySha256, silverVersion, features, range: data.range, counts };
  const registration = await register({ ...learned, ...fitted }, ports);
  return { data, registration };
}

/** What the Map of cross-validations does. */
export async function trialJobs(
  ports: Ports,
  runId: string,
  { jobs, outputUri }: { readonly jobs: readonly z.infer<typeof trialJobSchema>[]; readonly outputUri: string },
) {
  const finished = [];
  for (const { candidate, hyperparameters, manifestUri } of jobs) {
    const job = { name: `${runId}-${candidate}-0`, hyperparameters, channels: { series: manifestUri }, outputUri };
    finished.push({ candidate, ...(await trainingJob(ports, job)) });
  }
  return finished;
}

/** The fits of a training or of a comparison. */
export async function fitJobs(
  ports: Ports,
  runId: string,
  { jobs, outputUri }: { readonly jobs: readonly z.infer<typeof fitJobSchema>[]; readonly outputUri: string },
) {
  const finished = [];
  for (const { fit, hyperparameters, manifestUri, memoryUri } of jobs) {
    const channels = { series: manifestUri, memory: memoryUri };
    const job = { name: `${runId}-${fit}-0`, hyperparameters, channels, outputUri };
    finished.push({ fit, ...(await trainingJob(ports, job)) });
  }
  return finished;
}

interface TrainingJob {
  readonly name: string;
  readonly hyperparameters: Record<string, string>;
  readonly channels: Readonly<Record<string, string>>;
  readonly outputUri: string;
}

async function trainingJob(ports: Ports, { name, hyperparameters, channels, outputUri }: TrainingJob) {
  const description = await trainCompute(
    {
      TrainingJobName: name,
      HyperParameters: hyperparameters,
      InputDataConfig: Object.entries(channels).map(([ChannelName, S3Uri]) => ({
        ChannelName,
        DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri } },
      })),
      OutputDataConfig: { S3OutputPath: outputUri, CompressionType: 'NONE' },
      StoppingCondition: STOPPING,
    },
    ports,
  );
  const { ModelArtifacts, SummarySha256: summarySha256 } = description;
  return { artifactUri: ModelArtifacts.S3ModelArtifacts, summarySha256 };
}

/** The steps of the machine `forecast`, in its order, on the ports. */
export async function forecastMachine(
  ports: Ports,
  run: {
    dataset: string;
    runId: string;
    modelVersion: number | 'latest' | 'production';
    periods: { after: string } | { range: DateRange };
  },
) {
  const plan = await planForecast(run, ports);
  const summarySha256 = await forecastJob(ports, run.runId, plan);
  const { dataset, runId } = run;
  const { modelVersion, inProduction, range, summaryUri } = plan;
  return publish({ dataset, runId, modelVersion, inProduction, range, summaryUri, summarySha256 }, ports);
}

/** @returns what the job tells of its summary */
export async function forecastJob(
  ports: Ports,
  runId: string,
  plan: Omit<z.infer<typeof planForecastStep.output>, 'inProduction'>,
): Promise<string> {
  const { ExitMessage = '' } = await forecastCompute(
    {
      ProcessingJobName: `${runId}-forecast-0`,
      Environment: plan.hyperparameters,
      ProcessingInputs: [
        {
          InputName: 'model',
          S3Input: { S3Uri: plan.artifactUri, LocalPath: '/opt/ml/processing/input/model', S3DataType: 'S3Prefix' },
        },
      ],
      ProcessingOutputConfig: {
        Outputs: [
          {
            OutputName: 'files',
            S3Output: { S3Uri: plan.filesUri, LocalPath: '/opt/ml/processing/output/files', S3UploadMode: 'EndOfJob' },
          },
          {
            OutputName: 'summary',
            S3Output: {
              S3Uri: plan.summaryUri,
              LocalPath: '/opt/ml/processing/output/summary',
              S3UploadMode: 'EndOfJob',
            },
          },
        ],
      },
      StoppingCondition: STOPPING,
    },
    ports,
  );
  return ExitMessage;
}
