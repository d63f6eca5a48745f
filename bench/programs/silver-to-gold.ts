/**
 * `silver-to-gold.mjs ROOT BUNDLE SHAPE FAMILY SILVER_VERSION RUN`: what the train and forecast machines do from the clean series
 * to the published forecasts, with the steps' own code and the container entry points as processes.
 */
import type { Candidate } from '../../core/contracts/dataset.ts';
import { planTrainingStep } from '../../core/contracts/steps/train.ts';
import { run as planForecast } from '../../lambdas/forecast/plan.ts';
import { run as publish } from '../../lambdas/forecast/publish.ts';
import { run as planFit } from '../../lambdas/train/plan-fit.ts';
import { run as planTraining } from '../../lambdas/train/plan.ts';
import { run as register } from '../../lambdas/train/register.ts';
import { run as select } from '../../lambdas/train/select.ts';
import { runStep } from '../../lambdas/shell.ts';
import { localPorts } from '../../hosts/folder.ts';
import { createProcessingJob } from '../../local/sagemaker/create-processing-job.ts';
import { createTrainingJob } from '../../local/sagemaker/create-training-job.ts';
import { panelDataset } from '../data/panel-dataset.ts';
import { PANEL, type Shape } from '../data/panel.ts';

const [root, bundleDir, shape, family, silverVersion, runId] = process.argv.slice(2);
const dataset = panelDataset(shape as Shape, family as Candidate['family']);
const ports = localPorts(root, [dataset]);
const host = { stores: ports.stores, bundleDir, workDir: `${root}/work` };
const run = { dataset: dataset.name, runId, learn: 'selection' } as const;
const known = {
  training: PANEL.range,
  range: PANEL.range,
  asOf: PANEL.range.end,
  silverVersion: Number(silverVersion),
};

const plan = await runStep(planTrainingStep, planTraining, {
  event: { ...run, silverVersion: known.silverVersion, range: known.range, lastObservation: known.asOf },
  host: () => ports,
});
const jobs = [];
for (const { candidate, hyperparameters, manifestUri } of plan.jobs) {
  const job = { name: candidate, hyperparameters, channels: { series: manifestUri }, outputUri: plan.outputUri };
  jobs.push({ candidate, artifactUri: await train(job) });
}
const selection = await select({ ...run, asOf: known.asOf, jobs }, ports);
const learned = { ...run, selection, refreshOf: null, forecast: plan.forecast };
const { job: fit, outputUri } = await planFit(
  { ...learned, training: known.training, asOf: known.asOf, exempt: false },
  ports,
);
const { hyperparameters, manifestUri, memoryUri } = fit;
const channels = { series: manifestUri, memory: memoryUri };
const artifactUri = await train({ name: fit.fit, hyperparameters, channels, outputUri });
// The generated panel is clean: no row of it was ever refused.
const counts = { bronze: 0, silver: 0, quarantined: 0, deduplicated: 0 };
const { silverVersion: silver, range } = known;
const { modelVersion } = await register({ ...learned, artifactUri, silverVersion: silver, range, counts }, ports);
const { rows } = await forecast(modelVersion);
process.stdout.write(JSON.stringify({ rows, trained: selection.trials[0].seriesTried }));

interface TrainingJob {
  readonly name: string;
  readonly hyperparameters: Record<string, string>;
  readonly channels: Readonly<Record<string, string>>;
  readonly outputUri: string;
}

async function train({ name, hyperparameters, channels, outputUri }: TrainingJob): Promise<string> {
  const { ModelArtifacts } = await createTrainingJob(
    {
      TrainingJobName: `${runId}-${name}-0`,
      HyperParameters: hyperparameters,
      InputDataConfig: Object.entries(channels).map(([ChannelName, S3Uri]) => ({
        ChannelName,
        DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri } },
      })),
      OutputDataConfig: { S3OutputPath: outputUri, CompressionType: 'NONE' },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
    host,
  );
  return ModelArtifacts.S3ModelArtifacts;
}

async function forecast(modelVersion: number) {
  const forecasting = await planForecast(
    { dataset: dataset.name, runId, modelVersion, periods: { range: plan.forecast } },
    ports,
  );
  const mount = (name: string, uri: string) => ({
    OutputName: name,
    S3Output: { S3Uri: uri, LocalPath: `/opt/ml/processing/output/${name}`, S3UploadMode: 'EndOfJob' },
  });
  const source = {
    S3Uri: forecasting.artifactUri,
    LocalPath: '/opt/ml/processing/input/model',
    S3DataType: 'S3Prefix',
  };
  await createProcessingJob(
    {
      ProcessingJobName: `${runId}-forecast-0`,
      Environment: forecasting.hyperparameters,
      ProcessingInputs: [{ InputName: 'model', S3Input: source }],
      ProcessingOutputConfig: {
        Outputs: [mount('files', forecasting.filesUri), mount('summary', forecasting.summaryUri)],
      },
    },
    host,
  );
  return publish(
    { dataset: dataset.name, runId, modelVersion, range: plan.forecast, summaryUri: forecasting.summaryUri },
    ports,
  );
}
