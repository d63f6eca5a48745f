import { describe, expect, it } from '@jest/globals';
import { objectRegistry } from '../../adapters/object-registry.ts';
import type { NewModelVersion } from '../../core/contracts/model-version.ts';
import { MemoryStore } from '../support/memory-store.ts';

const METRICS = { mse: 1, rmse: 1, mae: 1, mdape: null, smape: 1, mase: 1, coverage: 0.8, folds: 3 };
const CANDIDATE = {
  candidate: { name: 'naive', family: 'seasonal-naive' as const, options: {} },
  artifactUri: 's3://artifacts/models/weather/job/output/model/',
  artifactSha256: 'abc',
  crossValidation: METRICS,
  seriesTrained: 2,
  seriesFailed: 0,
};

function model(runId: string, dataset = 'weather'): NewModelVersion {
  return {
    dataset,
    runId,
    description: 'Daily temperatures',
    owner: 'team-weather',
    chosen: CANDIDATE,
    candidates: [CANDIDATE],
    training: {
      table: 's3://silver/weather/series',
      tableVersion: 3,
      window: { start: '2020-01-01', end: '2020-12-31' },
    },
    forecast: { start: '2021-01-01', end: '2021-12-31' },
    code: { commit: 'c0ffee', image: 'sha256:0', libraries: {} },
  };
}

function registryOn(store: MemoryStore) {
  return objectRegistry(store, { nowMs: () => 1_000 });
}

describe('objectRegistry', () => {
  it('counts the versions of a data set from 1, and keeps all that was registered', async () => {
    const registry = registryOn(new MemoryStore('artifacts'));

    await registry.register(model('run-1'));
    await registry.register(model('run-1', 'other'));
    const second = await registry.register(model('run-2'));

    expect(second).toEqual({ ...model('run-2'), version: 2, registeredAtMs: 1_000 });
    expect(await registry.describe('weather', 2)).toEqual(second);
    expect((await registry.list('weather')).map(({ version, runId }) => [version, runId])).toEqual([
      [1, 'run-1'],
      [2, 'run-2'],
    ]);
  });

  it('gives a run that registers again the version that it got before', async () => {
    const registry = registryOn(new MemoryStore('artifacts'));
    await registry.register(model('run-1'));
    await registry.register(model('run-2'));

    expect((await registry.register(model('run-1'))).version).toBe(1);
    expect((await registry.list('weather')).length).toBe(2);
  });

  it('gives every one of 50 concurrent runs a number of its own, without a gap', async () => {
    const store = new MemoryStore('artifacts');
    const runs = Array.from({ length: 50 }, (_, i) => `run-${i}`);

    const registered = await Promise.all(runs.map((runId) => registryOn(store).register(model(runId))));

    const versions = registered.map(({ version }) => version).sort((a, b) => a - b);
    expect(versions).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    const listed = await registryOn(store).list('weather');
    expect(new Set(listed.map(({ runId }) => runId)).size).toBe(50);
  });

  it('registers one version for a run that asks twice at the same time', async () => {
    const store = new MemoryStore('artifacts');

    const both = await Promise.all([1, 2].map(() => registryOn(store).register(model('run-1'))));

    expect(both.map(({ version }) => version)).toEqual([1, 1]);
  });

  it('says which versions there are when one is unknown', async () => {
    const registry = registryOn(new MemoryStore('artifacts'));
    await registry.register(model('run-1'));

    const unknown = registry.describe('weather', 7);

    await expect(unknown).rejects.toMatchObject({ name: 'ModelVersionUnknown' });
    await expect(unknown).rejects.toThrow('got 7; allowed: 1 to 1');
  });

  it('lists versions in their order beyond one digit', async () => {
    const registry = registryOn(new MemoryStore('artifacts'));
    for (let run = 1; run <= 11; run++) await registry.register(model(`run-${run}`));

    expect((await registry.list('weather')).at(-1)?.version).toBe(11);
  });
});
