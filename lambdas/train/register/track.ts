import type * as z from 'zod';
import { readSummary } from '../../../lake/finished-training.ts';
import { parseJson, readJson } from '../../../lake/json-object.ts';
import { locate } from '../../../lake/object-uri.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { registerStep } from '../../../core/contracts/steps/train.ts';
import { MODEL_FILE } from '../../../core/models/model-file.ts';
import type { Ports, Stores } from '../../../core/ports.ts';
import { type FinishedTraining, trackedRun } from '../../../core/train/tracked-run.ts';
import {
  fitSummarySchema,
  SUMMARY_FILE,
  type TrialSummary,
  trialSummarySchema,
} from '../../../core/train/training-summary.ts';

type Asked = z.infer<typeof registerStep.input>;

interface Registered extends Pick<Asked, 'counts' | 'learn' | 'origin' | 'startedAt'> {
  readonly model: ModelVersion;
  /** The period that a replay was living through. */
  readonly livedThrough?: string | undefined;
}

/** Tells the tracker of the training: the recipe's figures and files, and every candidate's that the run cross-validated. */
export async function track(
  { model, counts, startedAt, livedThrough, ...asked }: Registered,
  { tracker, stores, clock, datasets }: Pick<Ports, 'tracker' | 'stores' | 'clock' | 'datasets'>,
): Promise<void> {
  const { store, key } = locate(stores, model.artifactUri);
  const summary = await readJson(store, `${key}/${SUMMARY_FILE}`, fitSummarySchema);
  const files = [SUMMARY_FILE, 'manifest.json', 'model.sig'];
  const artifacts = await Promise.all(
    files.map(async (path) => ({ path: `model/${path}`, body: await store.read(`${key}/${path}`) })),
  );
  const trials = await trialsOf(model, stores);
  const [dataset, file] = [datasets.find(model.dataset), await store.read(`${key}/${MODEL_FILE}`)];
  const startedAtMs = startedAt === undefined ? model.registeredAtMs : Date.parse(startedAt);
  const times = { startedAtMs, endedAtMs: clock.nowMs() };
  const found = { model, file, origin: originOf(asked), counts, dataset, summary, trials, livedThrough, artifacts };
  // Where the version's record says: a second try may have been told of another server.
  await (await tracker.of(model)).record(trackedRun({ ...found, ...times }));
}

function originOf({ learn, origin }: Pick<Asked, 'learn' | 'origin'>): FinishedTraining['origin'] {
  if (typeof learn !== 'string') return 'refresh';
  return learn === 'selection' ? (origin ?? learn) : learn;
}

/** A refresh leans on the trials of another run, which has recorded them. */
async function trialsOf({ refreshOf, selection }: ModelVersion, stores: Stores): Promise<readonly TrialSummary[]> {
  if (refreshOf !== null) return [];
  return Promise.all(
    selection.trials.map(async ({ artifactUri, summarySha256 }) => {
      const { body } = await readSummary(stores, artifactUri, summarySha256);
      return parseJson(body, trialSummarySchema);
    }),
  );
}
