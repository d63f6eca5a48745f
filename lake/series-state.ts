import { tableKeys } from '../core/contracts/keys.ts';
import type { ObjectStore } from '../core/ports.ts';
import { type KnownSeries, knownSeries, seriesStateSchema, storedSeries } from '../core/transform/series-state.ts';
import { sha256 } from '../tables/sha256.ts';

/** @returns its hash, for the ledger that names it */
export async function writeSeriesState(
  silver: ObjectStore,
  dataset: string,
  series: readonly KnownSeries[],
): Promise<string> {
  const body = new TextEncoder().encode(`${JSON.stringify(storedSeries(series))}\n`);
  const hash = sha256(body);
  await silver.write(tableKeys.seriesState(dataset, hash), body);
  return hash;
}

/** undefined where it is not there, or is another than was written. */
export async function readSeriesState(
  silver: ObjectStore,
  dataset: string,
  hash: string,
): Promise<readonly KnownSeries[] | undefined> {
  const found = await silver.readTagged(tableKeys.seriesState(dataset, hash));
  if (found === undefined || sha256(found.body) !== hash) return undefined;
  return knownSeries(seriesStateSchema.parse(JSON.parse(new TextDecoder().decode(found.body))));
}
