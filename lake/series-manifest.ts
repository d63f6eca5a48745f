import { jsonBytes } from './json-object.ts';
import type { Dataset } from '../core/contracts/dataset.ts';
import type { DateRange } from '../core/contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { type ObjectStore, uriOf } from '../core/ports.ts';
import { tableBounds } from '../core/series/ds-column.ts';
import { planFiles } from '../tables/index.ts';
import type { SilverTable } from './silver-table.ts';

/**
 * Writes the S3 manifest of the series files that a slice may lie in, so that a training job reads neither the rest of the table nor
 * its log.
 *
 * @returns the manifest's address. @throws NoObservations
 */
export async function writeSeriesManifest(
  { name }: Dataset,
  { silver: { snapshot, axis }, range }: { readonly silver: SilverTable; readonly range: DateRange },
  { artifacts, key }: { readonly artifacts: ObjectStore; readonly key: string },
): Promise<string> {
  const files = planFiles(snapshot, { range: { column: 'ds', ...tableBounds(axis, range) } });
  if (files.length === 0) {
    throw new PlatformError(ERROR_NAMES.noObservations, {
      problem: `'${name}' has no observation in the training window`,
      got: `${range.start}..${range.end}`,
      hint: 'train on a range that the deliveries cover',
    });
  }
  const { store, path } = snapshot.location;
  await artifacts.write(key, jsonBytes([{ prefix: `${uriOf(store, path)}/` }, ...files.map((file) => file.path)]));
  return uriOf(artifacts, key);
}
