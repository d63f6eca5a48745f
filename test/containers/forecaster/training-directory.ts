import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FitPlan } from '../../../core/blend/fit-plan.ts';
import { encodeLook } from '../../../core/blend/look-file.ts';
import type { Recipe } from '../../../core/contracts/recipe.ts';
import { seriesSchema } from '../../../core/contracts/tables.ts';
import type { Series } from '../../../core/series/series.ts';
import type { FitParameters, TrialParameters } from '../../../core/train/training-parameters.ts';
import { encodeFitParameters, encodeTrialParameters } from '../../../core/train/training-parameters.ts';
import { trialSummarySchema } from '../../../core/train/training-summary.ts';
import { writeDataFile } from '../../../tables/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const DAY_MS = 86_400_000;

export const day = (date: string): number => Date.parse(date) / DAY_MS;

const SHARED = {
  frequency: 'day',
  seed: 1,
  training: { start: '2020-01-01', end: '2020-03-31' },
  forecast: { start: '2020-04-01', end: '2020-04-10' },
} as const;

export const TRIAL: TrialParameters = {
  ...SHARED,
  candidate: { name: 'naive', family: 'seasonal-naive', options: {} },
  seasonLength: 7,
  level: 0.8,
  bounds: {},
  crossValidation: { initial: '28d', period: '14d', horizon: '7d' },
  leastObservations: 1,
  leaves: 'points',
};

export const FIT: FitParameters = { ...SHARED, maxFailedSeriesShare: 0.5 };

/** Daily values of a week's course around a level, without two equal weeks. */
export function weekly(uniqueId: string, start: string, length: number): Series {
  const ds = Int32Array.from({ length }, (_, i) => day(start) + i);
  const level = [...uniqueId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 50;
  return { uniqueId, ds, y: Float64Array.from(ds, (d) => level + (d % 7) + Math.sin(d * d)) };
}

/** A shard's data file, as it was before its table had gained a column. */
export function seriesFile(series: readonly Series[], frequency: TrialParameters['frequency'] = 'day'): Uint8Array {
  const sorted = [...series].sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
  const columns = {
    unique_id: sorted.flatMap(({ uniqueId, ds }) => Array.from(ds, () => uniqueId)),
    ds: Int32Array.from(sorted.flatMap(({ ds }) => [...ds])),
    y: Float64Array.from(sorted.flatMap(({ y }) => [...y])),
  };
  const schema = seriesSchema(frequency);
  const required = { ...schema, columns: schema.columns.filter(({ nullable }) => !nullable) };
  return writeDataFile(required, { rows: columns.ds.length, columns }).bytes;
}

type Shards = readonly (readonly Series[])[];

/** A directory of a trial as SageMaker lays it out, with one data file a shard. */
export async function trialDirectory(shards: Shards, parameters: Partial<TrialParameters> = {}): Promise<string> {
  return trainingDirectory(shards, encodeTrialParameters({ ...TRIAL, ...parameters }));
}

async function trainingDirectory(shards: Shards, hyperparameters: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder();
  await put(join(root, 'input/config/hyperparameters.json'), JSON.stringify(hyperparameters));
  await mkdir(join(root, 'model'));
  for (const [shard, series] of shards.entries()) {
    await put(join(root, `input/data/series/shard=${shard}/part-0.parquet`), seriesFile(series));
  }
  return root;
}

export interface Memory {
  /** Roots of the candidates' trials, in the recipe's order. */
  readonly trials?: readonly string[];
  /** Texts of the looks, the newest first. */
  readonly looks?: readonly string[];
  /** Root of the incumbent's fit. */
  readonly incumbent?: { readonly root: string; readonly version: number; readonly exempt?: boolean };
  readonly plan?: Partial<FitPlan>;
}

export const RECIPE: Recipe = {
  kind: 'blend',
  candidates: [
    { name: 'naive', family: 'seasonal-naive', options: {} },
    { name: 'mean', family: 'climatology', options: {} },
    { name: 'theta', family: 'theta', options: {} },
  ],
  selectionMetric: 'rmse',
  seasonLength: 7,
  trainingLength: '13w',
  level: 0.8,
  furtherLevels: [0.95],
  constants: 1,
};

/** The digest is that of nothing. */
const NO_POINTS = { files: [], sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' };

/** A directory of a fit: what it reads beside the series lies below the channel by the objects' keys. */
export async function fitDirectory(
  shards: Shards,
  { trials = [], looks = [], incumbent, plan }: Memory,
  parameters: Partial<FitParameters> = {},
): Promise<string> {
  const root = await trainingDirectory(shards, encodeFitParameters({ ...FIT, ...parameters }));
  const memory = join(root, 'input/data/memory');
  const points = await Promise.all(
    trials.map(async (trial, k) => {
      const found = Object.entries(await filesBelow(join(trial, 'model/points')).catch(() => ({})));
      const files = await Promise.all(
        found.map(async ([name, content]) => {
          const key = `trials/weather/${k}/output/model/points/${name}`;
          await put(join(memory, key), Buffer.from(content, 'base64'));
          return key;
        }),
      );
      const summary = trialSummarySchema.parse(JSON.parse(await readFile(join(trial, 'model/summary.json'), 'utf8')));
      return { files, sha256: summary.pointsSha256 };
    }),
  );
  const lookKeys = looks.map((_, index) => `monitoring/weather/looks/${99 - index}.jsonl`);
  await Promise.all(looks.map((text, index) => put(join(memory, lookKeys[index]), text)));
  const model = 'models/weather/before/output/model/model.jsonl';
  const before = incumbent && (await readFile(join(incumbent.root, 'model/model.jsonl')));
  if (before !== undefined) await put(join(memory, model), before);
  const whole: FitPlan = {
    recipe: RECIPE,
    yardstick: { name: 'seasonal naive of 7', lag: 7 },
    chosen: 'naive',
    cadence: '3d',
    bounds: {},
    maxBeyondObserved: 1,
    points: trials.length === 0 ? (plan?.recipe ?? RECIPE).candidates.map(() => NO_POINTS) : points,
    looks: looks.map((text, index) => ({
      file: lookKeys[index],
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
    share: { average: 0.5 },
    incumbent:
      incumbent === undefined || before === undefined
        ? null
        : {
            version: incumbent.version,
            model,
            sha256: createHash('sha256').update(before).digest('hex'),
            exempt: incumbent.exempt ?? false,
          },
    ...plan,
  };
  await put(join(memory, 'runs/weather/run-1/fit/fit-plan.json'), JSON.stringify(whole));
  return root;
}

export interface SeenLook {
  readonly rows: number;
  /** By the name of a candidate of RECIPE. */
  readonly mse: Readonly<Record<string, number | null>>;
  readonly ratios: readonly number[];
}

/** The file of a look, whose candidates are RECIPE's in another order behind one that it has not. */
export function lookFile(series: Readonly<Record<string, SeenLook>>, asOf: string): string {
  const candidates = [{ name: 'prophet', family: 'prophet', options: {} }, ...[...RECIPE.candidates].reverse()];
  const seen = Object.entries(series).sort(([a], [b]) => (a < b ? -1 : 1));
  return encodeLook({
    header: {
      asOf,
      range: { start: asOf, end: asOf },
      version: 1,
      candidates,
      rows: seen.reduce((sum, [, { rows }]) => sum + rows, 0),
      average: 1,
      choice: 1,
      share: { before: { average: 0.5 }, after: { average: 0.5, level: 1 } },
      weights: [0, 0.4, 0.3, 0.3],
      rmse: 1,
      naiveRmse: 1,
      refused: null,
      former: null,
    },
    series: seen.map(([uniqueId, { rows, mse, ratios }]) => ({
      unique_id: uniqueId,
      rows,
      mse: candidates.map(({ name }) => mse[name] ?? (name === 'prophet' ? 1e6 : null)),
      ratios,
    })),
  });
}

/** Path below the folder -> content, as base64: comparable, and short when a test fails. */
export async function filesBelow(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    files
      .sort()
      .map(async (file) => [file.slice(folder.length + 1), (await readFile(file)).toString('base64')] as const),
  );
  return Object.fromEntries(contents);
}

async function put(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
