import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jobForecaster } from '../../../adapters/forecaster/as-job.ts';
import { inProcessForecaster } from '../../../adapters/forecaster/in-process.ts';
import { bundleForecaster } from '../../../containers/forecaster/build.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { ExplainedForecast } from '../../../core/contracts/explained-forecast.ts';
import type { Forecaster } from '../../../core/ports.ts';
import { createProcessingJob } from '../../../local/sagemaker/create-processing-job.ts';
import { trainMachine } from '../../lambdas/pipeline/pipeline.ts';
import { DAILY } from '../../support/dataset.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

const DATASET: Dataset = {
  ...DAILY,
  training: { length: '8w' },
  evaluation: { length: '1w' },
  seasonLength: 7,
  candidates: [{ name: 'mean', family: 'climatology', options: { window: 0 } }],
  crossValidation: { initial: '21d', period: '7d', horizon: '7d' },
};
const RANGE = { start: '2020-03-02', end: '2020-03-04' };

let ports: MemoryPorts;
let version: ModelVersion;
let workDir: string;
let forecasters: Readonly<Record<string, Forecaster>>;
beforeAll(async () => {
  ports = memoryPorts({ datasets: [DATASET] });
  const days = Array.from({ length: 56 }, (_, i) => new Date(Date.UTC(2020, 0, 6 + i)).toISOString().slice(0, 10));
  const rows = ['a', 'b'].flatMap((station) => days.map((day, i) => `${station},${day},${(i % 7) + station.length}`));
  ports.stores.landing.put('weather/1.csv', `station,date,temp\n${rows.join('\n')}\n`);
  const run = { dataset: 'weather', runId: 'run-1', range: { start: '2020-01-06', end: '2020-03-01' } };
  const { registration } = await trainMachine(ports, run);
  version = await ports.registry.describe('weather', registration.modelVersion);
  workDir = await mkdtemp(join(tmpdir(), 'forecaster-'));
  const host = { stores: ports.stores, bundleDir: await bundleForecaster(), workDir };
  forecasters = {
    'in this process': inProcessForecaster,
    'as a job': jobForecaster((request) => createProcessingJob(request, host)),
  };
});
afterAll(() => rm(workDir, { recursive: true }));

async function rowsOf(forecaster: Forecaster) {
  const rows: unknown[] = [];
  for await (const batch of forecaster.forecast(version, RANGE, ports.stores)) {
    const { unique_id: ids, ds, yhat, yhat_lower: lower, yhat_upper: upper } = batch.columns;
    for (let row = 0; row < batch.rows; row++) rows.push([ids[row], ds[row], yhat[row], lower[row], upper[row]]);
  }
  return rows;
}

describe.each(['in this process', 'as a job'])('a version that is forecast %s', (place) => {
  it('gives what the other one gives: two series, three days', async () => {
    const rows = await rowsOf(forecasters[place]);
    expect(rows).toHaveLength(6);
    expect(rows).toEqual(await rowsOf(inProcessForecaster));
    // A Monday, of weeks that count from 1 to 7.
    expect(rows[0]).toEqual(['a', 18323, 1, expect.any(Number), expect.any(Number)]);
  });

  it('is refused where its model is not what was registered', async () => {
    const [key] = [...ports.stores.artifacts.objects.keys()].filter((name) => name.endsWith('model.jsonl'));
    const content = await ports.stores.artifacts.read(key);
    ports.stores.artifacts.put(key, `${new TextDecoder().decode(content)}\n`);
    await expect(rowsOf(forecasters[place])).rejects.toMatchObject({ name: 'ArtifactMismatch' });
    ports.stores.artifacts.put(key, content);
  });
});

it('a job that fails, fails who asked', async () => {
  const failing = jobForecaster(() => Promise.reject(new Error('no instance')));
  await expect(rowsOf(failing)).rejects.toThrow('no instance');
});

it('a version is explained in this process: parts that make up the forecasts, series by series', async () => {
  const explained: ExplainedForecast[] = [];
  for await (const one of inProcessForecaster.explain(version, RANGE, ports.stores)) explained.push(one);
  expect(explained.map(({ uniqueId }) => uniqueId)).toEqual(['a', 'b']);
  const [{ origin, members, weights, choice, average, yhat, half, scales, naive, share }] = explained;
  expect({ origin, weights, choice, share }).toEqual({ origin: 18322, weights: [1], choice: 0, share: 0.5 });
  expect([...yhat]).toEqual([1, 2, 3]);
  expect([members.map((member) => [...member!]), [...average], [...naive]]).toEqual([
    [[1, 2, 3]],
    [1, 2, 3],
    [1, 2, 3],
  ]);
  const rows = (await rowsOf(inProcessForecaster)) as number[][];
  expect([...half].map((width, i) => yhat[i] + scales[0][i] * width)).toEqual(rows.slice(0, 3).map((row) => row[4]));
});

it('a version of another image is not explained', () => {
  const asJob = forecasters['as a job'];
  expect(() => asJob.explain(version, RANGE, ports.stores)).toThrow(
    /what the forecasts of version 1 of 'weather' are made of is known to its own image only/,
  );
});
