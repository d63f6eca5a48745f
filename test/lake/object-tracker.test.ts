import { describe, expect, it } from '@jest/globals';
import { objectTracker } from '../../lake/object-tracker.ts';
import { MemoryStore } from '../support/memory-store.ts';
import type { ReadEvaluation, ReadRun, TrackerUnderTest } from '../adapters/tracker-suite.ts';
import { itTracks, tracked } from '../adapters/tracker-suite.ts';

const store = new MemoryStore('artifacts');
const text = async (key: string) => new TextDecoder().decode(await store.read(key));
const json = async (key: string) => JSON.parse(await text(key));

interface StoredMetric {
  readonly name: string;
  readonly value: number | string;
  readonly step: number;
}

function finite(metrics: readonly StoredMetric[]): Record<string, number> {
  return Object.fromEntries(
    metrics.flatMap(({ name, value, step }) => (typeof value === 'number' ? [[`${name}@${step}`, value]] : [])),
  );
}

function notFiniteOf(metrics: readonly StoredMetric[]): string {
  const found = metrics.filter(({ value }) => typeof value === 'string');
  return found.map(({ name, step, value }) => `${name} at ${step}: ${value}`).join(', ');
}

async function readRun(key: string): Promise<ReadRun> {
  const { status, parameters, metrics, tags, data, artifacts, others } = await json(key);
  const paths: string[] = artifacts.map(({ path }: { path: string }) => path);
  const bodies = paths.map(async (path) => [path, await text(key.replace('run.json', `artifacts/${path}`))]);
  return {
    status,
    parameters,
    metrics: finite(metrics),
    tags: { ...tags, metrics_not_finite: notFiniteOf(metrics) },
    data,
    artifacts: Object.fromEntries(await Promise.all(bodies)),
    others: Object.fromEntries(
      others.map((one: { name: string; parameters: object; metrics: readonly StoredMetric[] }) => [
        one.name,
        { parameters: one.parameters, metrics: finite(one.metrics) },
      ]),
    ),
  };
}

const underTest: TrackerUnderTest = {
  tracker: objectTracker(store),
  async read(dataset) {
    const keys = (await store.list(`tracking/${dataset}/`))
      .map(({ key }) => key)
      .filter((key) => key.endsWith('/run.json'));
    return Object.fromEntries(await Promise.all(keys.map(async (key) => [key.split('/')[2], [await readRun(key)]])));
  },
  async evaluations(dataset) {
    const found: Record<string, ReadEvaluation[]> = {};
    for (const { key } of await store.list(`tracking/${dataset}/`)) {
      if (!key.includes('/evaluations/')) continue;
      const { selection, parameters, metrics, tags } = await json(key);
      const [before] = found[selection.runId] ?? [];
      const notFinite = notFiniteOf(metrics);
      const here = { ...tags, ...(notFinite !== '' && { metrics_not_finite: notFinite }) };
      found[selection.runId] = [
        { parameters, metrics: { ...before?.metrics, ...finite(metrics) }, tags: { ...before?.tags, ...here } },
      ];
    }
    return found;
  },
  async production(dataset) {
    const { runId, modelVersion } = await json(`tracking/${dataset}/production.json`);
    return { runId, version: modelVersion };
  },
};

describe('objectTracker', () => {
  itTracks(() => underTest);

  it('writes files that a person can read', async () => {
    const own = new MemoryStore('artifacts');
    const artifacts = [{ path: 'model/empty', body: new Uint8Array() }];
    await objectTracker(own).record(tracked('weather', { artifacts, others: [], metrics: [] }));

    expect([...own.objects.keys()]).toEqual([
      'tracking/weather/run-1/artifacts/model/empty',
      'tracking/weather/run-1/run.json',
    ]);
    const written = new TextDecoder().decode(await own.read('tracking/weather/run-1/run.json'));
    expect(written.startsWith('{\n  "dataset": "weather",\n  "runId": "run-1",\n')).toBe(true);
    expect(JSON.parse(written)).toMatchObject({
      modelVersion: 7,
      artifacts: [
        {
          path: 'model/empty',
          sizeBytes: 0,
          sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        },
      ],
    });
  });

  it('has no run.json before all artifacts are there', async () => {
    const own = new MemoryStore('artifacts');
    own.beforeWrite = (key) => {
      if (key.endsWith('.json') && key.includes('größe')) throw new Error('crash');
    };
    await expect(objectTracker(own).record(tracked('weather'))).rejects.toThrow('crash');
    expect(await own.head('tracking/weather/run-1/run.json')).toBeUndefined();
  });
});
