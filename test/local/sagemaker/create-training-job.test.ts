import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleForecaster } from '../../../containers/forecaster/build.ts';
import type { TrialParameters } from '../../../core/train/training-parameters.ts';
import { encodeTrialParameters } from '../../../core/train/training-parameters.ts';
import { createTrainingJob } from '../../../local/sagemaker/create-training-job.ts';
import { WarmContainers } from '../../../local/sagemaker/warm-containers.ts';
import { seriesFile, TRIAL, weekly } from '../../containers/forecaster/training-directory.ts';
import { memoryPorts } from '../../support/ports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let bundleDir: string;
let workDir: string;
beforeAll(async () => {
  bundleDir = await bundleForecaster();
  workDir = await temporaryFolder();
});

function host() {
  const { stores } = memoryPorts({ datasets: [] });
  const file = 'shard=0/part-0.parquet';
  stores.silver.put(`weather/series/${file}`, seriesFile([weekly('a', '2020-01-01', 91)]));
  stores.artifacts.put('series.manifest', JSON.stringify([{ prefix: 's3://silver/weather/series/' }, file]));
  return { stores, bundleDir, workDir };
}

function request(parameters: Partial<TrialParameters> = {}) {
  return {
    TrainingJobName: 'run-1-naive-0',
    AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' },
    HyperParameters: encodeTrialParameters({ ...TRIAL, ...parameters }),
    InputDataConfig: [
      {
        ChannelName: 'series',
        DataSource: {
          S3DataSource: {
            S3DataType: 'ManifestFile',
            S3Uri: 's3://artifacts/series.manifest',
            S3DataDistributionType: 'FullyReplicated',
          },
        },
      },
    ],
    OutputDataConfig: { S3OutputPath: 's3://artifacts/models/weather', CompressionType: 'NONE' },
    ResourceConfig: { InstanceCount: 1, InstanceType: 'ml.c7g.large', VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 600 },
  };
}

/** A bundle whose entry point is this text. */
async function bundleOf(script: string): Promise<string> {
  const folder = await mkdtemp(join(workDir, 'bundle-'));
  await writeFile(join(folder, 'train.mjs'), script);
  return folder;
}

/** The job's description, which is the cause of the state's error. */
async function failure(job: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await job.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ name: 'States.TaskFailed' });
  return JSON.parse((error as Error).message) as Record<string, unknown>;
}

describe('createTrainingJob', () => {
  it('uploads what the container left in model/, uncompressed, and leaves no directory behind', async () => {
    const before = await readdir(workDir);
    const { stores, ...rest } = host();

    const description = await createTrainingJob(request(), { stores, ...rest });

    expect(description).toMatchObject({
      TrainingJobName: 'run-1-naive-0',
      TrainingJobStatus: 'Completed',
      ModelArtifacts: { S3ModelArtifacts: 's3://artifacts/models/weather/run-1-naive-0/output/model/' },
    });
    const uploaded = (await stores.artifacts.list('models/')).map(({ key }) => key);
    expect(uploaded).toEqual([
      'models/weather/run-1-naive-0/output/model/points/part-00000.points',
      'models/weather/run-1-naive-0/output/model/summary.json',
    ]);
    expect(await readdir(workDir)).toEqual(before);
  });

  it('ends with the name and message of what the container threw, and uploads nothing', async () => {
    const { stores, ...rest } = host();
    const hyperparameters = { ...request().HyperParameters, season_length: 'many' };

    const description = await failure(
      createTrainingJob({ ...request(), HyperParameters: hyperparameters }, { stores, ...rest }),
    );

    expect(description).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason:
        "AlgorithmError: HyperparameterInvalid: the parameter 'season_length' is invalid; got 'many'; allowed: a number, exit code: 1",
    });
    expect(await stores.artifacts.list('models/')).toEqual([]);
  });

  it('reports a container that is killed', async () => {
    const bundle = await bundleOf("process.stderr.write('about to die'); process.kill(process.pid, 'SIGKILL');");

    const description = await failure(createTrainingJob(request(), { ...host(), bundleDir: bundle }));

    expect(description).toMatchObject({
      TrainingJobStatus: 'Failed',
      FailureReason: 'AlgorithmError: about to die, exit code: 137',
    });
  });

  it('stops a container that runs too long', async () => {
    const bundle = await bundleOf('setInterval(() => undefined, 1000);');
    const impatient = { ...request(), StoppingCondition: { MaxRuntimeInSeconds: 1 } };

    const description = await failure(createTrainingJob(impatient, { ...host(), bundleDir: bundle }));

    expect(description).toMatchObject({
      TrainingJobStatus: 'Stopped',
      FailureReason: 'MaxRuntimeExceeded: the job ran longer than 1 seconds',
    });
  });

  it('kills the container when the execution is stopped', async () => {
    const bundle = await bundleOf("process.on('SIGTERM', () => process.exit(0)); setInterval(() => undefined, 1000);");
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);

    const description = await failure(
      createTrainingJob(request(), { ...host(), bundleDir: bundle, signal: abort.signal }),
    );

    expect(description).toMatchObject({ TrainingJobStatus: 'Stopped' });
  });

  it('takes job after job in a container that stays up', async () => {
    const warm = new WarmContainers();
    const bundle = await bundleOf("let jobs = 0; process.on('message', () => process.send(jobs++ < 2 ? 0 : jobs));");
    const { stores, ...rest } = host();
    for (const name of ['one', 'two']) {
      const description = await createTrainingJob(
        { ...request(), TrainingJobName: name },
        { stores, ...rest, bundleDir: bundle, warm },
      );
      expect(description).toMatchObject({ TrainingJobStatus: 'Completed' });
    }
    // It counts: this is its third job.
    const script = join(bundle, 'train.mjs');
    const container = await warm.take(script);
    expect(await container.run({ root: workDir, environment: {} })).toBe(3);
    warm.drop(container);
  });

  it('trains in a warm container as in a fresh one, and uses none again whose job failed', async () => {
    const warm = new WarmContainers();
    const { stores, ...rest } = host();
    await createTrainingJob(request(), { stores, ...rest });
    const fresh = await stores.artifacts.read('models/weather/run-1-naive-0/output/model/points/part-00000.points');

    const hyperparameters = { ...request().HyperParameters, season_length: 'many' };
    const failing = { ...request(), HyperParameters: hyperparameters };
    const description = await failure(createTrainingJob(failing, { stores, ...rest, warm }));
    await createTrainingJob({ ...request(), TrainingJobName: 'again' }, { stores, ...rest, warm });

    expect(description.FailureReason).toContain('HyperparameterInvalid');
    expect(await stores.artifacts.read('models/weather/again/output/model/points/part-00000.points')).toEqual(fresh);
    warm.drop(await warm.take(join(bundleDir, 'train.mjs')));
  });

  it('reports a warm container that is killed by its job', async () => {
    const bundle = await bundleOf("process.on('message', () => process.kill(process.pid, 'SIGKILL'));");

    const description = await failure(
      createTrainingJob(request(), { ...host(), bundleDir: bundle, warm: new WarmContainers() }),
    );

    expect(description.FailureReason).toBe('AlgorithmError: , exit code: 137');
  });

  it('reports an input that is not there', async () => {
    const { stores, ...rest } = host();
    stores.silver.objects.clear();

    const description = await failure(createTrainingJob(request(), { stores, ...rest }));

    expect(description.FailureReason).toMatch(
      /^ClientError: ObjectNotFound: .*got 'silver\/weather\/series\/shard=0\/part-0.parquet'/,
    );
  });

  it('refuses a path that leads out of the channel', async () => {
    const { stores, ...rest } = host();
    stores.silver.put('weather/other', 'x');
    stores.artifacts.put('series.manifest', JSON.stringify([{ prefix: 's3://silver/weather/series/' }, '../other']));

    const description = await failure(createTrainingJob(request(), { stores, ...rest }));

    expect(description.FailureReason).toMatch(/leads out of its channel; got '..\/other'/);
  });

  it('refuses what it does not implement, by name', async () => {
    const archived = { ...request(), OutputDataConfig: { S3OutputPath: 's3://artifacts/models' } };

    const job = createTrainingJob(archived, host());

    await expect(job).rejects.toMatchObject({ name: 'SageMaker.AmazonSageMakerException' });
    await expect(job).rejects.toThrow(/OutputDataConfig.CompressionType/);
  });
});
