import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleForecaster } from '../../../containers/forecaster/build.ts';
import { train } from '../../../containers/forecaster/training.ts';
import { forecastSummarySchema } from '../../../core/forecast/forecast-summary.ts';
import { recordedForecastsSchema } from '../../../core/models/forecast-columns.ts';
import { createProcessingJob } from '../../../local/sagemaker/create-processing-job.ts';
import { readParquet } from '../../../tables/index.ts';
import { fitDirectory, RECIPE, weekly } from '../../containers/forecaster/training-directory.ts';
import { memoryPorts } from '../../support/ports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const COLUMNS = recordedForecastsSchema('day', RECIPE.furtherLevels).columns;
const REQUEST = {
  ProcessingJobName: 'run-1-forecast-0',
  AppSpecification: { ImageUri: 'image', ContainerEntrypoint: ['node', '/app/forecast.mjs'] },
  Environment: { MODEL_VERSION: '3', FORECAST_START: '2020-04-01', FORECAST_END: '2020-04-10' },
  ProcessingInputs: [
    {
      InputName: 'model',
      S3Input: {
        S3Uri: 's3://artifacts/models/job/output/model/',
        LocalPath: '/opt/ml/processing/input/model',
        S3DataType: 'S3Prefix',
        S3InputMode: 'File',
      },
    },
  ],
  ProcessingOutputConfig: {
    Outputs: [
      output('files', 's3://gold/weather/forecasts/run_id=run-1'),
      output('summary', 's3://artifacts/runs/run-1'),
    ],
  },
  StoppingCondition: { MaxRuntimeInSeconds: 600 },
};

function output(name: string, uri: string) {
  const S3Output = { S3Uri: uri, LocalPath: `/opt/ml/processing/output/${name}`, S3UploadMode: 'EndOfJob' };
  return { OutputName: name, S3Output };
}

let bundleDir: string;
let workDir: string;
let trained: string;
beforeAll(async () => {
  bundleDir = await bundleForecaster();
  workDir = await temporaryFolder();
  // More than one block: the last file of a job that several threads share.
  const series = Array.from({ length: 150 }, (_, i) => weekly(`s${String(i).padStart(3, '0')}`, '2020-01-01', 91));
  trained = await fitDirectory([series], {});
  await train(trained);
});

async function host() {
  const { stores } = memoryPorts({ datasets: [] });
  const model = await readFile(join(trained, 'model/model.jsonl'));
  stores.artifacts.put('models/job/output/model/model.jsonl', model);
  return { stores, bundleDir, workDir };
}

async function failure(job: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await job.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'States.TaskFailed' });
  return JSON.parse((error as Error).message) as Record<string, unknown>;
}

describe('createProcessingJob', () => {
  it('forecasts what the training job recorded, and lists its files for the commit', async () => {
    const { stores, ...rest } = await host();

    const description = await createProcessingJob(REQUEST, { stores, ...rest });

    expect(description).toMatchObject({ ProcessingJobStatus: 'Completed' });
    const text = new TextDecoder().decode(await stores.artifacts.read('runs/run-1/summary.json'));
    const summary = forecastSummarySchema.parse(JSON.parse(text));
    expect(summary).toMatchObject({ modelVersion: 3, rows: 1500 });
    expect(summary.files.map(({ stats }) => stats.rows)).toEqual([1280, 220]);
    for (const [index, { fileName, sizeBytes }] of summary.files.entries()) {
      const bytes = await stores.gold.read(`weather/forecasts/run_id=run-1/${fileName}`);
      const recorded = await readFile(join(trained, `model/forecasts/part-0000${index}.parquet`));
      expect(bytes.length).toBe(sizeBytes);
      expect(await readParquet(bytes, COLUMNS)).toEqual(await readParquet(recorded, COLUMNS));
    }
  });

  it('names what is wrong with its parameters, and uploads nothing', async () => {
    const { stores, ...rest } = await host();
    const Environment = { ...REQUEST.Environment, MODEL_VERSION: 'newest' };

    const description = await failure(createProcessingJob({ ...REQUEST, Environment }, { stores, ...rest }));

    expect(description).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason:
        "AlgorithmError: HyperparameterInvalid: the parameter 'MODEL_VERSION' is invalid; got 'newest'; allowed: a model version, 1 or above, exit code: 1",
    });
    expect(stores.gold.objects.size).toBe(0);
  });

  it.each([
    [
      'another format',
      /^.*\n/,
      '{"format":"other"}\n',
      /ArtifactMismatch: model.jsonl does not begin with a model's header/,
    ],
    [
      'states of another version',
      '"stateVersions":[1,',
      '"stateVersions":[99,',
      /ArtifactMismatch: the model holds states of another version/,
    ],
  ])('refuses a model of %s', async (_name, what, instead, message) => {
    const { stores, ...rest } = await host();
    const key = 'models/job/output/model/model.jsonl';
    stores.artifacts.put(key, new TextDecoder().decode(await stores.artifacts.read(key)).replace(what, instead));

    const description = await failure(createProcessingJob(REQUEST, { stores, ...rest }));

    expect(description.FailureReason).toMatch(message);
  });

  it('reports a container that crashes', async () => {
    const bundle = await mkdtemp(join(workDir, 'bundle-'));
    await writeFile(join(bundle, 'forecast.mjs'), 'process.abort();');

    const description = await failure(createProcessingJob(REQUEST, { ...(await host()), bundleDir: bundle }));

    expect(description).toMatchObject({ ProcessingJobStatus: 'Failed' });
    expect(description.FailureReason).toMatch(/exit code: 1\d\d$/);
  });
});
