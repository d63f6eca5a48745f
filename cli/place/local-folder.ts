import { registryKeys } from '../../core/contracts/keys.ts';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Dataset, datasetSchema } from '../../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { catalogOf, DATASETS } from '../../datasets/index.ts';
import { UsageError } from '../errors.ts';

/** The literal that a replay was run with: its data set may be the user's own, which stands in no catalog. */
const DATASET_FILE = 'dataset.json';

/** @throws UsageError saying what to run when no run has left a registry in the folder */
export async function requireRegistry(folder: string): Promise<void> {
  const found = await stat(join(folder, 'artifacts', registryKeys.root)).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  throw new UsageError(
    `--folder '${folder}' holds no model registry; 'npm start' makes one in out/demo, ` +
      "'npm run replay -- --data FILE ... --out DIR' one in DIR",
  );
}

/** The data set as the folder's run knew it, else as the catalog knows it. @throws DatasetUnknown, DatasetInvalid */
export async function folderDataset(folder: string, name: string): Promise<Dataset> {
  const own = await readDataset(join(folder, DATASET_FILE));
  return catalogOf(own === undefined ? DATASETS : [own]).find(name);
}

/**
 * What of the folder's literal is not as datasets/ has it by now, in a sentence; undefined where all is, or only one of them has the data set.
 */
export async function otherLiteral(folder: string, name: string): Promise<string | undefined> {
  const file = join(folder, DATASET_FILE);
  const own = await readDataset(file);
  const listed = DATASETS.find((dataset) => dataset.name === name);
  if (own?.name !== name || listed === undefined) return undefined;
  const fields = [...new Set([...Object.keys(own), ...Object.keys(listed)])];
  const others = fields.filter((field) => !isDeepStrictEqual(Object(own)[field], Object(listed)[field]));
  if (others.length === 0) return undefined;
  const says = others.length === 1 ? 'says' : 'say';
  return `'${name}' runs as ${file} has it; in datasets/ ${others.join(', ')} ${says} otherwise by now: without that file, datasets/ counts`;
}

async function readDataset(file: string): Promise<Dataset | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return datasetSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.datasetInvalid, {
      problem: `${file} is no data set`,
      hint: 'run npm start or npm run replay on the folder again',
      cause,
    });
  }
}
