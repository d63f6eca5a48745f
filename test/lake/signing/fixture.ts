import { createHash } from 'node:crypto';
import { localKeys } from '../../../adapters/files/key-file.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import { MemoryStore } from '../../support/memory-store.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export const FOLDER = 'models/run-7/harmonic';

const MODEL = '{"family":"harmonic"}\n{"uniqueId":"oslo"}\n';

const METRICS = { mse: 4, rmse: 2, mae: 1.5, mape: 0.2, mdape: null, smape: 0.1, mase: 0.8, coverage: 0.79, folds: 3 };

const HARMONIC = { name: 'harmonic', family: 'harmonic', options: { yearly: 3 } };

/** In full: a test holds the hash of the whole entry. */
export const VERSION: ModelVersion = {
  dataset: 'weather',
  version: 3,
  runId: 'run-7',
  registeredAtMs: 1_767_225_600_000,
  description: 'Daily temperatures',
  owner: 'team-weather',
  intendedUse: 'demonstration',
  tags: { domain: 'weather' },
  artifactUri: `s3://artifacts/${FOLDER}/`,
  artifactSha256: createHash('sha256').update(MODEL).digest('hex'),
  recipe: {
    kind: 'blend',
    candidates: [HARMONIC],
    selectionMetric: 'rmse',
    seasonLength: 365,
    trainingLength: '5y',
    level: 0.8,
    furtherLevels: [],
    constants: 1,
  },
  selection: {
    runId: 'run-7',
    asOf: '2024-12-31',
    chosen: 'harmonic',
    reason: 'the only candidate',
    yardstick: { name: 'seasonal naive of 365', lag: 365 },
    trials: [
      {
        candidate: HARMONIC,
        artifactUri: 's3://artifacts/trials/run-7/harmonic/',
        pointsSha256: 'abc',
        crossValidation: METRICS,
        seriesTried: 1,
        seriesFailed: 0,
      },
    ],
  },
  refreshOf: null,
  crossValidation: METRICS,
  seriesTrained: 1,
  seriesFailed: 0,
  training: {
    table: 's3://silver/weather/series',
    tableVersion: 12,
    window: { start: '2020-01-01', end: '2024-12-31' },
  },
  schema: {
    frequency: 'day',
    features: ['unique_id', 'ds'],
    target: 'y',
    output: { unique_id: 'string', ds: 'date', yhat: 'double' },
    level: 0.8,
    furtherLevels: [],
  },
  contract: { quarantinedShare: 0, maxQuarantineShare: 0.01 },
  forecast: { start: '2025-01-01', end: '2025-12-31' },
  code: { commit: 'c0ffee', image: 'sha256:0', libraries: { zod: '4.0.0' } },
};

/** The platform's buckets in memory, with the folder that the version's training job left, and keys in a new folder. */
export async function registered() {
  const store = (bucket: string) => new MemoryStore(bucket);
  const artifacts = store('artifacts');
  artifacts.put(`${FOLDER}/model.jsonl`, MODEL);
  artifacts.put(`${FOLDER}/summary.json`, '{"seriesTrained":1}\n');
  artifacts.put(`${FOLDER}/forecasts/part-0.parquet`, Uint8Array.of(80, 65, 82, 49));
  // A neighbour whose name begins alike: not of this folder.
  artifacts.put(`${FOLDER}-2/model.jsonl`, 'another model');
  const stores = {
    landing: store('landing'),
    bronze: store('bronze'),
    silver: store('silver'),
    gold: store('gold'),
    artifacts,
  };
  const keysFolder = await temporaryFolder();
  return { stores, artifacts, keysFolder, ...localKeys(keysFolder) };
}
