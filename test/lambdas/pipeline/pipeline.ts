import { run as trainCompute } from '../../../lambdas/train/compute.ts';
import { run as forecastCompute } from '../../../lambdas/forecast/compute.ts';
import { run as planForecast } from '../../../lambdas/forecast/plan.ts';
import { run as publish } from '../../../lambdas/forecast/publish.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { run as planFit } from '../../../lambdas/train/plan-fit.ts';
import { run as planTraining } from '../../../lambdas/train/plan.ts';
import { run as register } from '../../../lambdas/train/register.ts';
import { run as select } from '../../../lambdas/train/select.ts';
import type * as z from 'zod';
import type { planComparisonStep } from '../../../core/contracts/steps/promote.ts';
import type { planTrainingStep } from '../../../core/contracts/steps/train.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import type { Ports } from '../../../core/ports.ts';

const STOPPING = { MaxRuntimeInSeconds: 600 };

export interface TrainRun {
  readonly dataset: string;
  readonly runId: string;
  readonly range: DateRange;
  readonly learn?: Learn;
  readonly exempt?: boolean;
}
type Learn = z.infer<typeof planTrainingStep.input>['learn'];

/** The steps of the machine `train`, in its order, on the ports. */
export async function trainMachine(
  ports: Ports,
  { dataset, runId, range, learn = 'selection', exempt = false }: TrainRun,
) {
  const { bronzeVersion } = await ingest({ dataset }, ports);
  const data = await transform({ dataset, bronzeVersion, range }, ports);
  const { silverVersion, lastObservation } = data;
  const run = { dataset, runId, learn };
  const plan = await planTraining({ ...run, silverVersion, range: data.range, lastObservation }, ports);
  const { forecast, refreshOf } = plan;
  const selected = refreshOf === null ? { selection: await selectAmong(ports, { ...run, plan, lastObservation }) } : {};
  const training = { start: data.range.start, end: lastObservation };
  const learned = { ...run, ...selected, refreshOf, forecast };
  const planned = await planFit({ ...learned, training, asOf: data.range.end, exempt }, ports);
  const [{ artifactUri }] = await fitJobs(ports, runId, { jobs: [planned.job], outputUri: planned.outputUri });
  const registration = await register(
    { ...learned, artifactUri, silverVersion, range: data.range, counts: data.counts },
    ports,
  );
  return { data, registration };
}

interface Selecting extends Pick<TrainRun, 'dataset' | 'runId'> {
  readonly learn: Learn;
  readonly plan: z.infer<typeof planTrainingStep.output>;
  readonly lastObservation: string;
}

async function selectAmong(ports: Ports, { dataset, runId, learn, plan, lastObservation }: Selecting) {
  const jobs = [];
  for (const { candidate, hyperparameters, manifestUri } of plan.jobs) {
    const place = { name: `${runId}-${candidate}-0`, outputUri: plan.outputUri };
    const artifactUri = await trainingJob(ports, place, { hyperparameters, channels: { series: manifestUri } });
    jobs.push({ candidate, artifactUri });
  }
  return select({ dataset, runId, learn, asOf: lastObservation, jobs }, ports);
}

/** What the machines do with the jobs of fits: of the recipe in `train`, of the twins in `promote`. */
export async function fitJobs(
  ports: Ports,
  runId: string,
  { jobs, outputUri }: Pick<z.infer<typeof planComparisonStep.output>, 'jobs' | 'outputUri'>,
) {
  const fitted = [];
  for (const { fit, hyperparameters, manifestUri, memoryUri } of jobs) {
    const channels = { series: manifestUri, memory: memoryUri };
    const artifactUri = await trainingJob(
      ports,
      { name: `${runId}-${fit}-0`, outputUri },
      { hyperparameters, channels },
    );
    fitted.push({ fit, artifactUri });
  }
  return fitted;
}

interface Asked {
  readonly hyperparameters: Record<string, string>;
  readonly channels: Readonly<Record<string, string>>;
}

async function trainingJob(
  ports: Ports,
  { name, outputUri }: { readonly name: string; readonly outputUri: string },
  { hyperparameters, channels }: Asked,
): Promise<string> {
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
  return description.ModelArtifacts.S3ModelArtifacts;
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
  await forecastCompute(
    {
      ProcessingJobName: `${run.runId}-forecast-0`,
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
  const { dataset, runId } = run;
  const { modelVersion, range, summaryUri } = plan;
  return publish({ dataset, runId, modelVersion, range, summaryUri }, ports);
}
