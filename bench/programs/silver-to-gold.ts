/**
 * `silver-to-gold.mjs ROOT BUNDLE SHAPE RECIPE SILVER_VERSION RUN`: what the train and forecast machines do from the clean series
 * to the published forecasts, with the steps' own code and the container entry points as processes.
 */
import type * as z from 'zod';
import { planTrainingStep } from '../../core/contracts/steps/train.ts';
import { sliceCountsSchema } from '../../core/contracts/steps/counts.ts';
import type { fitJobSchema, trialJobSchema } from '../../core/contracts/steps/train.ts';
import { run as planForecast } from '../../lambdas/forecast/plan.ts';
import { run as publish } from '../../lambdas/forecast/publish.ts';
import { run as planTraining } from '../../lambdas/train/plan.ts';
import { run as planFit } from '../../lambdas/train/plan-fit.ts';
import { run as register } from '../../lambdas/train/register.ts';
import { run as select } from '../../lambdas/train/select.ts';
import { runStep } from '../../lambdas/shell.ts';
import { bundleName } from '../../containers/forecaster/build.ts';
import { checkoutBuild, localPorts } from '../../hosts/folder.ts';
import { createProcessingJob } from '../../local/sagemaker/create-processing-job.ts';
import { createTrainingJob } from '../../local/sagemaker/create-training-job.ts';
import { panelDataset, type PanelRecipe } from '../data/panel-dataset.ts';
import { PANEL, type Shape } from '../data/panel.ts';

const [root, bundleDir, shape, recipe, silverVersion, runId] = process.argv.slice(2);
const dataset = panelDataset(shape as Shape, recipe as PanelRecipe);
const build = { ...(await checkoutBuild()), image: bundleName(bundleDir) };
const ports = { ...localPorts(root, [dataset]), build };
const host = { stores: ports.stores, bundleDir, workDir: `${root}/work` };
const common = { dataset: dataset.name, runId };
const learn = 'selection' as const;

const { range } = PANEL;
const event = {
  ...common,
  learn,
  silverVersion: Number(silverVersion),
  features: null,
  range,
  lastObservation: range.end,
};
const plan = await runStep(planTrainingStep, planTraining, { event, host: () => ports });
const jobs = [];
for (const job of plan.jobs) jobs.push(await crossValidate(job));
const selection = await select({ ...common, learn, asOf: range.end, jobs }, ports);
const { refreshOf, seriesSha256 } = plan;
const fitting = { ...common, learn, selection, refreshOf, seriesSha256, training: range, asOf: range.end };
const planned = await planFit({ ...fitting, forecast: plan.forecast }, ports);
const artifactUri = await fit(planned.job, planned.outputUri);
const { modelVersion } = await register(registration(), ports);
const { seriesTrained } = await ports.registry.describe(dataset.name, modelVersion);
const { rows } = await forecast(modelVersion);
process.stdout.write(JSON.stringify({ rows, trained: seriesTrained }));

/** The generated panel is clean: no row of it was ever refused. */
function registration() {
  const counts = sliceCountsSchema.parse({ bronze: 0, silver: 0, quarantined: 0, deduplicated: 0 });
  const { forecast } = plan;
  return {
    ...common,
    learn,
    selection,
    refreshOf,
    artifactUri,
    silverVersion: event.silverVersion,
    features: null,
    range,
    forecast,
    counts,
  };
}

async function crossValidate({ candidate, hyperparameters, manifestUri }: z.infer<typeof trialJobSchema>) {
  const channels = { series: manifestUri };
  return { candidate, artifactUri: await train(candidate, { hyperparameters, channels, outputUri: plan.outputUri }) };
}

function fit({ fit: name, hyperparameters, manifestUri, memoryUri }: z.infer<typeof fitJobSchema>, outputUri: string) {
  return train(name, { hyperparameters, channels: { series: manifestUri, memory: memoryUri }, outputUri });
}

interface Training {
  readonly hyperparameters: Readonly<Record<string, string>>;
  /** Manifests by the channels' names. */
  readonly channels: Readonly<Record<string, string>>;
  readonly outputUri: string;
}

/** @returns where the job left its files */
async function train(job: string, { hyperparameters, channels, outputUri }: Training): Promise<string> {
  const { ModelArtifacts } = await createTrainingJob(
    {
      TrainingJobName: `${runId}-${job}-0`,
      HyperParameters: hyperparameters,
      InputDataConfig: Object.entries(channels).map(([ChannelName, S3Uri]) => {
        return { ChannelName, DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri } } };
      }),
      OutputDataConfig: { S3OutputPath: outputUri, CompressionType: 'NONE' },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
    host,
  );
  return ModelArtifacts.S3ModelArtifacts;
}

async function forecast(modelVersion: number) {
  const forecasting = await planForecast({ ...common, modelVersion, periods: { range: plan.forecast } }, ports);
  const mount = (name: string, uri: string) => ({
    OutputName: name,
    S3Output: { S3Uri: uri, LocalPath: `/opt/ml/processing/output/${name}`, S3UploadMode: 'EndOfJob' },
  });
  const source = {
    S3Uri: forecasting.artifactUri,
    LocalPath: '/opt/ml/processing/input/model',
    S3DataType: 'S3Prefix',
  };
  const { ExitMessage: summarySha256 = '' } = await createProcessingJob(
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
  const { summaryUri, inProduction } = forecasting;
  return publish({ ...common, modelVersion, inProduction, range: plan.forecast, summaryUri, summarySha256 }, ports);
}
