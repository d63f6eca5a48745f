import { lookHeaderSchema } from '../core/blend/look-file.ts';
import { POINTS_FOLDER } from '../core/blend/points.ts';
import type { Candidate } from '../core/contracts/dataset.ts';
import { monitoringKeys, runKeys } from '../core/contracts/keys.ts';
import type { ModelVersion, Selection } from '../core/contracts/model-version.ts';
import type { FitPlan } from '../core/blend/fit-plan.ts';
import type { Share } from '../core/blend/share.ts';
import { decodeModelHeader, MODEL_FILE } from '../core/models/model-file.ts';
import { type ObjectStore, type Stores, uriOf } from '../core/ports.ts';
import { canonicalJson } from '../core/signing/canonical-json.ts';
import { firstLine } from './first-line.ts';
import { jsonBytes } from './json-object.ts';
import { locate } from './object-uri.ts';

/** Older ones count for nothing any more: 0.9 to the power of 50 is half a percent. */
const MOST_LOOKS = 50;

/** The files of every trial's points, in the trials' order. */
export async function pointsOf(stores: Stores, { trials }: Selection): Promise<FitPlan['points']> {
  return Promise.all(
    trials.map(async ({ artifactUri }) => {
      const { store, key } = locate(stores, artifactUri);
      return (await store.list(`${key}/${POINTS_FOLDER}/`)).map((file) => file.key);
    }),
  );
}

/** The newest first; none that knows more than `end`: a fit must not learn from what came true later. */
export async function looksUpTo(artifacts: ObjectStore, dataset: string, end: string): Promise<readonly string[]> {
  const last = monitoringKeys.look(dataset, end);
  const looks = (await artifacts.list(monitoringKeys.looks(dataset))).filter(({ key }) => key <= last);
  return looks
    .map(({ key }) => key)
    .reverse()
    .slice(0, MOST_LOOKS);
}

/**
 * What the blend of these candidates has learned by the newest of the looks at it.
 *
 * @param looks the newest first
 * @returns undefined where none of the looks was at a blend of them
 */
export async function learnedShare(
  artifacts: ObjectStore,
  looks: readonly string[],
  candidates: readonly Candidate[],
): Promise<Share | undefined> {
  const wanted = canonicalJson(candidates);
  for (const key of looks) {
    const look = lookHeaderSchema.parse(JSON.parse(await firstLine(artifacts, key)));
    if (canonicalJson(look.candidates) === wanted) return look.share.after;
  }
  return undefined;
}

/** What a version knew when it was fitted. */
export async function shareOf(version: ModelVersion, stores: Stores): Promise<Share> {
  const { store, key } = locate(stores, version.artifactUri);
  return decodeModelHeader(await firstLine(store, `${key}/${MODEL_FILE}`)).share;
}

export function modelKeyOf({ artifactUri }: ModelVersion, stores: Stores): string {
  return `${locate(stores, artifactUri).key}/${MODEL_FILE}`;
}

/** Writes down the plan, and the manifest by which the job gets it and all that it names. @returns the manifest's address */
export async function keepFitPlan(
  artifacts: ObjectStore,
  plan: FitPlan,
  { dataset, runId, fit }: Readonly<Record<'dataset' | 'runId' | 'fit', string>>,
): Promise<string> {
  const planKey = runKeys.fitPlan(dataset, runId, fit);
  const manifestKey = runKeys.fitManifest(dataset, runId, fit);
  const incumbent = plan.incumbent === null ? [] : [plan.incumbent.model];
  const keys = [planKey, ...plan.points.flat(), ...plan.looks, ...incumbent];
  await artifacts.write(planKey, jsonBytes(plan));
  await artifacts.write(manifestKey, jsonBytes([{ prefix: uriOf(artifacts, '') }, ...keys]));
  return uriOf(artifacts, manifestKey);
}
