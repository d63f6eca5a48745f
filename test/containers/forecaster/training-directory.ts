import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { seriesSchema } from '../../../core/contracts/tables.ts';
import type { Series } from '../../../core/series/series.ts';
import type { TrainingParameters } from '../../../core/train/training-parameters.ts';
import { encodeTrainingParameters } from '../../../core/train/training-parameters.ts';
import { writeDataFile } from '../../../tables/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const DAY_MS = 86_400_000;

export const day = (date: string): number => Date.parse(date) / DAY_MS;

export const PARAMETERS: TrainingParameters = {
  candidate: { name: 'naive', family: 'seasonal-naive', options: {} },
  frequency: 'day',
  seasonLength: 7,
  seed: 1,
  level: 0.8,
  training: { start: '2020-01-01', end: '2020-03-31' },
  forecast: { start: '2020-04-01', end: '2020-04-10' },
  crossValidation: { initial: '28d', period: '14d', horizon: '7d' },
  maxFailedSeriesShare: 0.5,
};

/** Daily values of a week's course around a level, without two equal weeks. */
export function weekly(uniqueId: string, start: string, length: number): Series {
  const ds = Int32Array.from({ length }, (_, i) => day(start) + i);
  const level = [...uniqueId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 50;
  return { uniqueId, ds, y: Float64Array.from(ds, (d) => level + (d % 7) + Math.sin(d * d)) };
}

/** A shard's data file. */
export function seriesFile(series: readonly Series[], frequency: TrainingParameters['frequency'] = 'day'): Uint8Array {
  const sorted = [...series].sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
  const columns = {
    unique_id: sorted.flatMap(({ uniqueId, ds }) => Array.from(ds, () => uniqueId)),
    ds: Int32Array.from(sorted.flatMap(({ ds }) => [...ds])),
    y: Float64Array.from(sorted.flatMap(({ y }) => [...y])),
  };
  return writeDataFile(seriesSchema(frequency), { rows: columns.ds.length, columns }).bytes;
}

/** A directory as SageMaker lays it out, with one data file a shard. */
export async function trainingDirectory(
  shards: readonly (readonly Series[])[],
  parameters: Partial<TrainingParameters> = {},
): Promise<string> {
  const root = await temporaryFolder();
  const hyperparameters = encodeTrainingParameters({ ...PARAMETERS, ...parameters });
  await put(join(root, 'input/config/hyperparameters.json'), JSON.stringify(hyperparameters));
  await mkdir(join(root, 'model'));
  for (const [shard, series] of shards.entries()) {
    await put(join(root, `input/data/series/shard=${shard}/part-0.parquet`), seriesFile(series));
  }
  return root;
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
