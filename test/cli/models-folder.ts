import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelVersion, NewModelVersion } from '../../core/contracts/model-version.ts';
import type { TrackedRun } from '../../core/ports.ts';
import { signVersion } from '../../lake/signing/sign-version.ts';
import { localPorts } from '../../hosts/folder.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const METRICS = { mse: 4, rmse: 2, mae: 1.5, mdape: null, smape: 0.1, mase: 0.8, coverage: 0.79, folds: 3 };

export interface Fitted {
  readonly run: string;
  readonly rmse: number;
  readonly tableVersion: number;
  readonly commit: string;
}

function newVersion({ run, rmse, tableVersion, commit }: Fitted, artifactSha256: string): NewModelVersion {
  const chosen = {
    candidate: { name: 'harmonic', family: 'harmonic' as const, options: { yearly: 3 } },
    artifactUri: `s3://artifacts/models/weather/${run}/`,
    artifactSha256,
    crossValidation: { ...METRICS, rmse },
    seriesTrained: 1,
    seriesFailed: 0,
  };
  return {
    dataset: 'weather',
    runId: run,
    description: 'Daily temperatures of two cities, in degrees Celsius',
    owner: 'team-weather',
    intendedUse: 'demonstration',
    tags: { domain: 'weather' },
    chosen,
    candidates: [chosen],
    training: {
      table: 's3://silver/weather/series',
      tableVersion,
      window: { start: '2020-01-01', end: '2024-12-31' },
    },
    schema: { frequency: 'day', features: ['unique_id', 'ds'], target: 'y', output: { yhat: 'double' }, level: 0.8 },
    contract: { quarantinedShare: 0, maxQuarantineShare: 0.01 },
    forecast: { start: '2025-01-01', end: '2025-12-31' },
    code: { commit, image: 'sha256:0', libraries: { zod: '4.6.7', jsonata: '2.0.6' } },
  };
}

export const FITTED: readonly Fitted[] = [
  { run: 'run-1', rmse: 2, tableVersion: 1, commit: 'aaa' },
  { run: 'run-2', rmse: 1.5, tableVersion: 1, commit: 'aaa' },
  { run: 'run-3', rmse: 1.25, tableVersion: 2, commit: 'bbb' },
];

function trackedRun({ dataset, runId, version, training }: ModelVersion): TrackedRun {
  return {
    dataset,
    runId,
    status: 'FINISHED',
    startedAtMs: 0,
    endedAtMs: 0,
    parameters: {},
    metrics: [],
    others: [],
    tags: {},
    data: { name: 'series', uri: training.table, digest: String(training.tableVersion) },
    artifacts: [],
    modelVersion: version,
  };
}

/** A folder as a run leaves it: three signed versions of 'weather'; the first was promoted, then the second. */
export async function modelsFolder(): Promise<string> {
  const folder = await temporaryFolder();
  const ports = localPorts(folder, []);
  for (const fitted of FITTED) {
    const model = `{"run":"${fitted.run}"}\n`;
    const file = join(folder, 'artifacts', 'models', 'weather', fitted.run, 'model.jsonl');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, model);
    const sha256 = createHash('sha256').update(model).digest('hex');
    const version: ModelVersion = await ports.registry.register(newVersion(fitted, sha256));
    await signVersion(version, ports);
    await ports.tracker.record(trackedRun(version));
    await ports.registry.setStage('weather', version.version, 'Staging');
  }
  for (const to of [1, 2]) {
    await ports.production.move({
      dataset: 'weather',
      transitionId: `run-${to}`,
      action: 'promote',
      to,
      expected: 'any',
      by: 'ada',
      reason: 'every gate passed',
      evidence: { reportUri: `s3://artifacts/promotions/weather/run-${to}/comparison.json`, reportSha256: 'f00' },
    });
  }
  await ports.registry.setStage('weather', 1, 'Archived');
  await ports.registry.setStage('weather', 2, 'Production');
  return folder;
}

/** What a command printed on standard output. */
export async function printed(command: () => Promise<void>): Promise<string> {
  const write = process.stdout.write.bind(process.stdout);
  let text = '';
  process.stdout.write = (piece: string | Uint8Array) => {
    text += String(piece);
    return true;
  };
  try {
    await command();
  } finally {
    process.stdout.write = write;
  }
  return text;
}
