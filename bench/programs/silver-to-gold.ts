/**
 * `silver-to-gold.mjs ROOT BUNDLE SHAPE FAMILY SILVER_VERSION RUN`: what the train and forecast machines do from the clean series
 * to the published forecasts, with the steps' own code and the container entry points as processes.
 */
import type * as z from 'zod';
import type { Candidate } from '../../core/contracts/dataset.ts';
import type { registerStep } from '../../core/contracts/steps/train.ts';
import { planTrainingStep, type trainingJobSchema } from '../../core/contracts/steps/train.ts';
import { run as planForecast } from '../../lambdas/forecast/plan.ts';
import { run as publish } from '../../lambdas/forecast/publish.ts';
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
const common = { dataset: dataset.name, runId };

const event = { ...common, silverVersion: Number(silverVersion), range: PANEL.range, lastObservation: PANEL.range.end };
const plan = await runStep(planTrainingStep, planTraining, { event, host: () => ports });
const jobs = [];
for (const job of plan.jobs) jobs.push(await train(job, plan.outputUri));
const selection = await select({ dataset: dataset.name, jobs }, ports);
const { modelVersion } = await register(registration(), ports);
const { rows } = await forecast(modelVersion);
process.stdout.write(JSON.stringify({ rows, trained: selection.candidates[0].seriesTrained }));

/** The generated panel is clean: no row of it was ever refused. */
function registration(): z.infer<typeof registerStep.input> {
  const { chosen, candidates } = selection;
  const { silverVersion, range } = event;
  const counts = { bronze: 0, silver: 0, quarantined: 0, deduplicated: 0 };
  return { ...common, chosen, candidates, silverVersion, range, forecast: plan.forecast, counts };
}

async function train(job: z.infer<typeof trainingJobSchema>, outputUri: string) {
  const { ModelArtifacts } = await createTrainingJob(
    {
      TrainingJobName: `${runId}-${job.candidate}-0`,
      HyperParameters: job.hyperparameters,
      InputDataConfig: [
        {
          ChannelName: 'series',
          DataSource: { S3DataSource: { S3DataType: 'ManifestFile', S3Uri: job.manifestUri } },
        },
      ],
      OutputDataConfig: { S3OutputPath: outputUri, CompressionType: 'NONE' },
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
    host,
  );
  return { candidate: job.candidate, artifactUri: ModelArtifacts.S3ModelArtifacts };
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
  return publish({ ...common, modelVersion, range: plan.forecast, summaryUri: forecasting.summaryUri }, ports);
}
