import { describe, expect, it } from '@jest/globals';
import { jobsIn, leftBy } from '../../../scripts/verify-image/laptop-run.ts';
import { storesOf } from '../../../lake/stores.ts';
import { MemoryStore } from '../../support/memory-store.ts';

const TRAINING = {
  TrainingJobName: 'w01-naive-0',
  AlgorithmSpecification: { TrainingImage: 'image', ContainerEntrypoint: ['node', '/app/train.mjs'] },
  InputDataConfig: [],
  OutputDataConfig: { S3OutputPath: 's3://artifacts/models/weather', CompressionType: 'NONE' },
  StoppingCondition: { MaxRuntimeInSeconds: 60 },
};
const FORECASTING = {
  ProcessingJobName: 'w01-forecast-0',
  AppSpecification: { ImageUri: 'image', ContainerEntrypoint: ['node', '/app/forecast.mjs'] },
  ProcessingInputs: [],
  ProcessingOutputConfig: {
    Outputs: ['s3://gold/weather/forecasts/run_id=w01', 's3://artifacts/runs/w01/forecast'].map((S3Uri, index) => ({
      OutputName: `output-${index}`,
      S3Output: { S3Uri, LocalPath: '/opt/ml/processing/output', S3UploadMode: 'EndOfJob' },
    })),
  },
};

function scheduled(resource: string, parameters: unknown) {
  return { type: 'TaskScheduled', taskScheduledEventDetails: { resource, parameters: JSON.stringify(parameters) } };
}

const [training, forecasting] = jobsIn({
  events: [
    { type: 'ExecutionStarted' },
    scheduled('invoke', { FunctionName: 'plan' }),
    scheduled('createTrainingJob.sync', TRAINING),
    scheduled('createProcessingJob.sync', FORECASTING),
  ],
});

describe("a laptop run's jobs", () => {
  it('are those that its histories scheduled, with the entry point that the request names', () => {
    expect(training).toMatchObject({ kind: 'train', name: 'w01-naive-0', entryPoint: ['node', '/app/train.mjs'] });
    expect(forecasting).toMatchObject({
      kind: 'forecast',
      name: 'w01-forecast-0',
      entryPoint: ['node', '/app/forecast.mjs'],
    });
  });

  it('left what lies below their outputs, but for what signed it later', async () => {
    const stores = storesOf((layer) => new MemoryStore(layer));
    const model = 'models/weather/w01-naive-0/output/model';
    for (const name of ['model.jsonl', 'forecasts/part-0.parquet', 'manifest.json', 'model.sig']) {
      stores.artifacts.put(`${model}/${name}`, name);
    }
    stores.artifacts.put('models/weather/w01-naive-01/output/model/model.jsonl', "another job's");
    stores.artifacts.put('runs/w01/forecast/summary.json', 'summary');
    stores.artifacts.put('runs/w01/forecast.json', 'beside it');
    stores.gold.put('weather/forecasts/run_id=w01/part-1.parquet', 'rows');

    expect([...(await leftBy(training, stores)).keys()].sort()).toEqual([
      `s3://artifacts/${model}/forecasts/part-0.parquet`,
      `s3://artifacts/${model}/model.jsonl`,
    ]);
    expect([...(await leftBy(forecasting, stores)).keys()].sort()).toEqual([
      's3://artifacts/runs/w01/forecast/summary.json',
      's3://gold/weather/forecasts/run_id=w01/part-1.parquet',
    ]);
  });
});
