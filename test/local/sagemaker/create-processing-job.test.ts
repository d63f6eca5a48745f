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
import type { Stores } from '../../../core/ports.ts';
import { sha256 } from '../../../tables/sha256.ts';
import { type MemoryPorts, memoryPorts } from '../../support/ports.ts';
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

const MODEL = 'models/job/output/model/model.jsonl';

async function host() {
  const { stores } = memoryPorts({ datasets: [] });
  stores.artifacts.put(MODEL, await readFile(join(trained, 'model/model.jsonl')));
  return { stores, bundleDir, workDir };
}

/** The request for the model as it lies there. */
async function requestOn({ artifacts }: Stores) {
  return { ...REQUEST, Environment: { ...REQUEST.Environment, ARTIFACT_SHA256: sha256(await artifacts.read(MODEL)) } };
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

    const description = await createProcessingJob(await requestOn(stores), { stores, ...rest });

    const body = await stores.artifacts.read('runs/run-1/summary.json');
    expect(description).toMatchObject({ ProcessingJobStatus: 'Completed', ExitMessage: sha256(body) });
    const text = new TextDecoder().decode(body);
    const summary = forecastSummarySchema.parse(JSON.parse(text));
    const artifactSha256 = sha256(await stores.artifacts.read(MODEL));
    expect(summary).toMatchObject({ modelVersion: 3, artifactSha256, rows: 1500 });
    expect(summary.files.map(({ stats }) => stats.rows)).toEqual([1280, 220]);
    for (const [index, { fileName, sizeBytes, sha256: digest }] of summary.files.entries()) {
      const bytes = await stores.gold.read(`weather/forecasts/run_id=run-1/${fileName}`);
      const recorded = await readFile(join(trained, `model/forecasts/part-0000${index}.parquet`));
      expect([bytes.length, sha256(bytes)]).toEqual([sizeBytes, digest]);
      expect(await readParquet(bytes, COLUMNS)).toEqual(await readParquet(recorded, COLUMNS));
    }
  });

  it('names what is wrong with its parameters, and uploads nothing', async () => {
    const { stores, ...rest } = await host();
    const asked = await requestOn(stores);
    const Environment = { ...asked.Environment, MODEL_VERSION: 'newest' };

    const description = await failure(createProcessingJob({ ...asked, Environment }, { stores, ...rest }));

    expect(description).toMatchObject({
      ProcessingJobStatus: 'Failed',
      FailureReason:
        "AlgorithmError: HyperparameterInvalid: the parameter 'MODEL_VERSION' is invalid; got 'newest'; allowed: a model version, 1 or above, exit code: 1",
    });
    expect(stores.gold.objects.size).toBe(0);
  });

  it.each<[string, (stores: MemoryPorts['stores']) => Promise<unknown>]>([
    [
      'changed since',
      async ({ artifacts }) => {
        const text = new TextDecoder().decode(await artifacts.read(MODEL));
        artifacts.put(MODEL, text.replace(/"seen":\[(\d)/, '"seen":[1000$1'));
      },
    ],
    [
      'that is gone, where another lies',
      async ({ artifacts }) => {
        artifacts.put(`${MODEL}.gz`, await artifacts.read(MODEL));
        artifacts.objects.delete(MODEL);
      },
    ],
  ])('refuses a model %s, whatever was verified before, and uploads nothing', async (_name, change) => {
    const { stores, ...rest } = await host();
    const asked = await requestOn(stores);
    await change(stores);

    const description = await failure(createProcessingJob(asked, { stores, ...rest }));

    expect(description.FailureReason).toMatch(
      /^AlgorithmError: ArtifactMismatch: the model of version 3 is not what was registered/,
    );
    expect(stores.gold.objects.size).toBe(0);
  });

  it('does not run without being told which model', async () => {
    const { stores, ...rest } = await host();
    const description = await failure(createProcessingJob(REQUEST, { stores, ...rest }));
    expect(description.FailureReason).toMatch(/HyperparameterInvalid: the parameter 'ARTIFACT_SHA256' is missing/);
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
    stores.artifacts.put(MODEL, new TextDecoder().decode(await stores.artifacts.read(MODEL)).replace(what, instead));

    const description = await failure(createProcessingJob(await requestOn(stores), { stores, ...rest }));

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
