import { readJson } from '../../../lake/json-object.ts';
import { locate } from '../../../lake/object-uri.ts';
import type { ModelVersion } from '../../../core/contracts/model-version.ts';
import type { Ports } from '../../../core/ports.ts';
import { trackedRun } from '../../../core/train/tracked-run.ts';
import { SUMMARY_FILE, trainingSummarySchema } from '../../../core/train/training-summary.ts';

/** Tells the tracker of the training: every candidate's figures, and the chosen one's summary and manifest. */
export async function track(
  model: ModelVersion,
  { tracker, stores, clock }: Pick<Ports, 'tracker' | 'stores' | 'clock'>,
): Promise<void> {
  const summaries = await Promise.all(
    model.candidates.map(({ artifactUri }) => {
      const { store, key } = locate(stores, artifactUri);
      return readJson(store, `${key}/${SUMMARY_FILE}`, trainingSummarySchema);
    }),
  );
  const { store, key } = locate(stores, model.chosen.artifactUri);
  const files = [SUMMARY_FILE, 'manifest.json', 'model.sig'];
  const artifacts = await Promise.all(
    files.map(async (path) => ({ path: `model/${path}`, body: await store.read(`${key}/${path}`) })),
  );
  const endedAtMs = clock.nowMs();
  await tracker.record(trackedRun({ model, summaries, startedAtMs: model.registeredAtMs, endedAtMs, artifacts }));
}
