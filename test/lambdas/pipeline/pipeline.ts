import { run as trainCompute } from '../../../lambdas/train/compute.ts';
import { run as forecastCompute } from '../../../lambdas/forecast/compute.ts';
import { run as planForecast } from '../../../lambdas/forecast/plan.ts';
import { run as publish } from '../../../lambdas/forecast/publish.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { run as planTraining } from '../../../lambdas/train/plan.ts';
import { run as register } from '../../../lambdas/train/register.ts';
import { run as select } from '../../../lambdas/train/select.ts';
import type * as z from 'zod';
import type { planTrainingStep } from '../../../core/contracts/steps/train.ts';
import type { DateRange } from '../../../core/contracts/date-range.ts';
import type { Ports } from '../../../core/ports.ts';

const STOPPING = { MaxRuntimeInSeconds: 600 };

/** The steps of the machine `train`, in its order, on the ports. */
export async function trainMachine(ports: Ports, run: { dataset: string; runId: string; range: DateRange }) {
  const { dataset, runId, range } = run;
  const { bronzeVersion } = await ingest({ dataset }, ports);
  const data = await transform({ dataset, bronzeVersion, range }, ports);
  const { silverVersion } = data;
  const plan = await planTraining(
    { dataset, runId, silverVersion, range: data.range, lastObservation: data.lastObservation },
    ports,
  );
  const jobs = await trainJobs(ports, runId, plan);
  const selection = await select({ dataset, jobs }, ports);
  const { chosen, candidates } = selection;
  const { forecast } = plan;
  const registration = await register(
    { dataset, runId, chosen, candidates, silverVersion, range: data.range, forecast, counts: data.counts },
    ports,
  );
  return { data, selection, registration };
}

/** What the Map of training jobs does, in the machines train and promote. */
export async function trainJobs(
  ports: Ports,
  runId: string,
  plan: Pick<z.infer<typeof planTrainingStep.output>, 'jobs' | 'outputUri'>,
) {
  const jobs = [];
  for (const { candidate, hyperparameters, manifestUri } of plan.jobs) {
    const description = await trainCompute(
      {
        TrainingJobName: `${runId}-${candidate}-0`,
        HyperParameters: hyperparameters,
        InputDataConfig: [
          {
            ChannelName: 'series',
            DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: manifestUri } },
          },
        ],
        OutputDataConfig: { S3OutputPath: plan.outputUri, CompressionType: 'NONE' },
        StoppingCondition: STOPPING,
      },
      ports,
    );
    jobs.push({ candidate, artifactUri: description.ModelArtifacts.S3ModelArtifacts });
  }
  return jobs;
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
