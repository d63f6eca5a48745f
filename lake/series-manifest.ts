import { jsonBytes } from './json-object.ts';
import type { Dataset } from '../core/contracts/dataset.ts';
import type { DateRange } from '../core/contracts/date-range.ts';
import { type TableName, TABLES } from '../core/contracts/tables.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { type ObjectStore, uriOf } from '../core/ports.ts';
import { tableBounds } from '../core/series/ds-column.ts';
import { planFiles, type Snapshot } from '../tables/index.ts';
import { listedPaths } from '../core/train/listed-paths.ts';
import { sha256 } from '../tables/sha256.ts';
import type { SilverTable } from './silver-table.ts';

export interface ManifestSlice {
  readonly silver: SilverTable;
  readonly range: DateRange;
  readonly features?: Snapshot;
}

export interface WrittenManifest {
  readonly manifestUri: string;
  /** What the job compares the files with that it was given: SageMaker reads the manifest, and the job does not. */
  readonly seriesSha256: string;
}

/**
 * Writes the S3 manifest of the series files that a slice may lie in, so that a training job reads neither the rest of the table nor
 * its log; and of the features table's, where there are features, in a folder of its name beside the series'.
 *
 * @throws NoObservations
 */
export async function writeSeriesManifest(
  { name }: Dataset,
  { silver: { snapshot, axis }, range, features }: ManifestSlice,
  { artifacts, key }: { readonly artifacts: ObjectStore; readonly key: string },
): Promise<WrittenManifest> {
  const files = planFiles(snapshot, { range: { column: 'ds', ...tableBounds(axis, range) } });
  if (files.length === 0) {
    throw new PlatformError(ERROR_NAMES.noObservations, {
      problem: `'${name}' has no observation in the training window`,
      got: `${range.start}..${range.end}`,
      hint: 'train on a range that the deliveries cover',
    });
  }
  const { store, path } = snapshot.location;
  const [prefix, paths] =
    features === undefined
      ? [uriOf(store, path), files.map((file) => file.path)]
      : [uriOf(store, name), [...below('series', files), ...below('features', features.files)]];
  await artifacts.write(key, jsonBytes([{ prefix: `${prefix}/` }, ...paths]));
  return { manifestUri: uriOf(artifacts, key), seriesSha256: sha256(new TextEncoder().encode(listedPaths(paths))) };
}

function below(table: TableName, files: readonly { readonly path: string }[]): readonly string[] {
  return files.map(({ path }) => `${TABLES[table].name}/${path}`);
}
