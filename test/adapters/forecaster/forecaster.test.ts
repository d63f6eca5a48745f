import { beforeAll, describe, expect, it } from '@jest/globals';
import { inProcessForecaster } from '../../../adapters/forecaster/in-process.ts';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { ExplainedForecast } from '../../../core/contracts/explained-forecast.ts';
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
beforeAll(async () => {
  ports = memoryPorts({ datasets: [DATASET] });
  const days = Array.from({ length: 56 }, (_, i) => new Date(Date.UTC(2020, 0, 6 + i)).toISOString().slice(0, 10));
  const rows = ['a', 'b'].flatMap((station) => days.map((day, i) => `${station},${day},${(i % 7) + station.length}`));
  ports.stores.landing.put('weather/1.csv', `station,date,temp\n${rows.join('\n')}\n`);
  const run = { dataset: 'weather', runId: 'run-1', range: { start: '2020-01-06', end: '2020-03-01' } };
  const { registration } = await trainMachine(ports, run);
  version = await ports.registry.describe('weather', registration.modelVersion);
});

async function rowsOf() {
  const rows: unknown[] = [];
  for await (const batch of inProcessForecaster.forecast(version, RANGE, ports.stores)) {
    const { unique_id: ids, ds, yhat, yhat_lower: lower, yhat_upper: upper } = batch.columns;
    for (let row = 0; row < batch.rows; row++) rows.push([ids[row], ds[row], yhat[row], lower[row], upper[row]]);
  }
  return rows;
}

describe('a version that is forecast in this process', () => {
  it('gives the rows of its series in their order: two series, three days', async () => {
    const rows = await rowsOf();
    expect(rows.map((row) => (row as unknown[]).slice(0, 3))).toEqual([
      // A Monday, of weeks that count from 1 to 7.
      ['a', 18323, 1],
      ['a', 18324, 2],
      ['a', 18325, 3],
      ['b', 18323, 1],
      ['b', 18324, 2],
      ['b', 18325, 3],
    ]);
  });

  it('is refused where its model is not what was registered', async () => {
    const [key] = [...ports.stores.artifacts.objects.keys()].filter((name) => name.endsWith('model.jsonl'));
    const content = await ports.stores.artifacts.read(key);
    ports.stores.artifacts.put(key, `${new TextDecoder().decode(content)}\n`);
    await expect(rowsOf()).rejects.toMatchObject({ name: 'ArtifactMismatch' });
    ports.stores.artifacts.put(key, content);
  });
});

it('a version is explained in this process: parts that make up the forecasts, series by series', async () => {
  const explained: ExplainedForecast[] = [];
  for await (const one of inProcessForecaster.explain(version, RANGE, ports.stores)) explained.push(one);
  expect(explained.map(({ uniqueId }) => uniqueId)).toEqual(['a', 'b']);
  const [{ origin, members, weights, choice, average, yhat, half, scales, naive, share, learned }] = explained;
  expect(learned).toMatchObject({ profile: { first: 18267, rows: 56 }, unobserved: [] });
  expect({ origin, weights, choice, share }).toEqual({ origin: 18322, weights: [1], choice: 0, share: 0.5 });
  expect([...yhat]).toEqual([1, 2, 3]);
  expect([members.map((member) => [...member!]), [...average], [...naive]]).toEqual([
    [[1, 2, 3]],
    [1, 2, 3],
    [1, 2, 3],
  ]);
  const rows = (await rowsOf()) as number[][];
  expect([...half].map((width, i) => yhat[i] + scales[0][i] * width)).toEqual(rows.slice(0, 3).map((row) => row[4]));
});
