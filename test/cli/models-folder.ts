import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Candidate } from '../../core/contracts/dataset.ts';
import type { ModelVersion, NewModelVersion } from '../../core/contracts/model-version.ts';
import type { Transition } from '../../core/contracts/promotion.ts';
import type { TrackedRun } from '../../core/contracts/tracking.ts';
import { signVersion } from '../../lake/signing/sign-version.ts';
import { localPorts } from '../../hosts/folder.ts';
import { METRICS, newModelVersion, RECIPE, SELECTION, TRIAL } from '../support/model-version.ts';
import { comparisonOf, keepComparison } from '../support/reports.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export interface Fitted {
  readonly run: string;
  readonly rmse: number;
  readonly tableVersion: number;
  readonly commit: string;
  readonly refreshOf?: number;
  /** rmse unless given. */
  readonly metric?: 'mape';
}

const CANDIDATES: readonly Candidate[] = [
  { name: 'harmonic', family: 'harmonic', options: { yearly: 3 } },
  { name: 'theta', family: 'theta', options: {} },
];

function newVersion(
  { run, rmse, tableVersion, commit, refreshOf, metric }: Fitted,
  artifactSha256: string,
): NewModelVersion {
  const version = newModelVersion(run);
  return {
    ...version,
    artifactUri: `s3://artifacts/models/weather/${run}/`,
    artifactSha256,
    recipe: { ...RECIPE, candidates: [...CANDIDATES], ...(metric && { selectionMetric: metric }) },
    selection: {
      ...SELECTION,
      runId: refreshOf === undefined ? run : 'run-3',
      chosen: 'harmonic',
      reason: 'lowest rmse',
      trials: CANDIDATES.map((candidate) => ({ ...TRIAL, candidate })),
    },
    refreshOf: refreshOf ?? null,
    crossValidation: { ...METRICS, rmse, mape: 0.125 },
    description: 'Daily temperatures of two cities, in degrees Celsius',
    training: { ...version.training, tableVersion, window: { start: '2020-01-01', end: '2024-12-31' } },
    forecast: { start: '2025-01-01', end: '2025-12-31' },
    code: { commit, image: 'sha256:0', libraries: { zod: '4.6.7', jsonata: '2.0.6' } },
  };
}

export const FITTED: readonly Fitted[] = [
  { run: 'run-1', rmse: 2, tableVersion: 1, commit: 'aaa' },
  { run: 'run-2', rmse: 1.5, tableVersion: 1, commit: 'aaa' },
  { run: 'run-3', rmse: 1.25, tableVersion: 2, commit: 'bbb' },
];

/** What everything in these folders says of its time. */
export const FOLDER_AT_MS = Date.UTC(2000, 0, 1);

function trackedRun({ dataset, runId, version, training }: ModelVersion): TrackedRun {
  return {
    dataset,
    runId,
    selection: { runId, pointsSha256: [] },
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
  const ports = localPorts(folder, [], { clockAtMs: FOLDER_AT_MS });
  await register(folder, FITTED);
  for (const to of [1, 2]) await move(folder, to);
  await ports.registry.setStage('weather', 1, 'Archived');
  await ports.registry.setStage('weather', 2, 'Production');
  return folder;
}

/** As above, and then: version 3 promoted, refreshed three times, and the first of the refreshes brought back by hand, which holds it. */
export async function heldFolder(): Promise<string> {
  const folder = await modelsFolder();
  const { registry } = localPorts(folder, [], { clockAtMs: FOLDER_AT_MS });
  await register(
    folder,
    [3, 4, 5].map((refreshOf) => ({
      run: `run-${refreshOf + 1}`,
      rmse: 1.25,
      tableVersion: refreshOf,
      commit: 'bbb',
      refreshOf,
    })),
  );
  await move(folder, 3);
  for (const to of [4, 5, 6]) await move(folder, to, { action: 'refresh', by: 'platform', reason: 'within the guard' });
  await move(folder, 4, { action: 'roll-back', reason: 'too warm', evidence: null });
  for (const version of [2, 3, 5, 6]) await registry.setStage('weather', version, 'Archived');
  await registry.setStage('weather', 4, 'Production');
  return folder;
}

/** As above, and then: a refresh that the guard refused, one that went live, the former recipe beside it, and one that waits. */
export async function refusedFolder(): Promise<string> {
  const folder = await heldFolder();
  const { registry } = localPorts(folder, [], { clockAtMs: FOLDER_AT_MS });
  const more = { rmse: 1.25, tableVersion: 6, commit: 'bbb', refreshOf: 4 };
  await register(
    folder,
    ['run-7', 'run-8', 'run-8-shadow', 'run-10'].map((run) => ({ ...more, run, metric: 'mape' })),
  );
  await registry.setStage('weather', 7, 'Archived');
  await move(folder, 8, { action: 'refresh' });
  await registry.setStage('weather', 4, 'Archived');
  await registry.setStage('weather', 8, 'Production');
  return folder;
}

async function register(folder: string, versions: readonly Fitted[]): Promise<void> {
  const ports = localPorts(folder, [], { clockAtMs: FOLDER_AT_MS });
  for (const fitted of versions) {
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
}

async function move(folder: string, to: number, how: Partial<Transition> = {}): Promise<void> {
  const ports = localPorts(folder, [], { clockAtMs: FOLDER_AT_MS });
  const asked = {
    dataset: 'weather',
    transitionId: `${how.action ?? 'run'}-${to}`,
    action: 'promote',
    to,
    expected: 'any',
    by: 'ada',
    reason: 'every gate passed',
    evidence: await keepComparison(
      ports.stores.artifacts,
      comparisonOf({ runId: `run-${to}`, modelVersion: to, production: null }),
    ),
    ...how,
  } as const;
  await ports.production.move(asked, ports);
}

/** What a command printed on standard output, which has so many columns. */
export async function printed(command: () => Promise<void>, columns = 80): Promise<string> {
  const write = process.stdout.write.bind(process.stdout);
  process.env.COLUMNS = String(columns);
  let text = '';
  process.stdout.write = (piece: string | Uint8Array) => {
    text += String(piece);
    return true;
  };
  try {
    await command();
  } finally {
    process.stdout.write = write;
    delete process.env.COLUMNS;
  }
  return text;
}
