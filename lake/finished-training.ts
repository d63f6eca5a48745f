import type { Stores } from '../core/ports.ts';
import { uriOf } from '../core/ports.ts';
import type { FitSummary } from '../core/train/training-summary.ts';
import { fitSummarySchema, SUMMARY_FILE } from '../core/train/training-summary.ts';
import { notAsLeft } from './handed-on.ts';
import { parseJson } from './json-object.ts';
import { sha256 } from '../tables/sha256.ts';
import { locate } from './object-uri.ts';

/** What a fit left: where, and the hash of its summary where whoever ran the job has told it. */
export interface FinishedFit {
  readonly artifactUri: string;
  readonly summarySha256?: string | undefined;
}

export interface ReadSummary {
  readonly body: Uint8Array;
  readonly sha256: string;
}

/** @param told undefined where nobody has. @throws ArtifactMismatch where the summary is not the one that the job left */
export async function readSummary(
  stores: Stores,
  artifactUri: string,
  told: string | null | undefined,
): Promise<ReadSummary> {
  const { store, key } = locate(stores, artifactUri);
  const file = `${key}/${SUMMARY_FILE}`;
  const body = await store.read(file);
  const got = sha256(body);
  if (told !== undefined && told !== got) throw notAsLeft(uriOf(store, file), { got, left: told ?? 'nothing' });
  return { body, sha256: got };
}

/**
 * The summary of a fit, whose recorded forecasts are those that it names.
 *
 * @throws ArtifactMismatch
 */
export async function readFitSummary(stores: Stores, { artifactUri, summarySha256 }: FinishedFit): Promise<FitSummary> {
  const { body } = await readSummary(stores, artifactUri, summarySha256);
  const summary = parseJson(body, fitSummarySchema);
  const { store, key } = locate(stores, artifactUri);
  const digests: string[] = [];
  for (const file of await store.list(`${key}/forecasts/`)) digests.push(sha256(await store.read(file.key)));
  requireNamed(sha256(new TextEncoder().encode(digests.join(''))), summary.forecastsSha256, `${artifactUri}forecasts/`);
  return summary;
}

/** @param named by the summary; undefined in those of releases up to 0.2.0. @throws ArtifactMismatch */
export function requireNamed(got: string, named: string | undefined, what: string): void {
  if (named !== undefined && got !== named) throw notAsLeft(what, { got, left: named });
}
