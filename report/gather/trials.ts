import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { SUMMARY_FILE, trialSummarySchema } from '../../core/train/training-summary.ts';
import type { Stores } from '../../core/ports.ts';
import { readJson } from '../../lake/json-object.ts';
import { locate } from '../../lake/object-uri.ts';
import type { SelectionTrials } from '../report-data.ts';

/** Every selection once, with what each candidate showed in each fold. */
export async function gatherTrials(
  stores: Stores,
  versions: readonly ModelVersion[],
): Promise<readonly SelectionTrials[]> {
  const selecting = versions.filter(({ refreshOf }) => refreshOf === null);
  return Promise.all(
    selecting.map(async ({ version, runId, selection: { asOf, chosen, reason, yardstick, trials } }) => {
      const summaries = trials.map(({ artifactUri }) => {
        const { store, key } = locate(stores, artifactUri);
        return readJson(store, `${key}/${SUMMARY_FILE}`, trialSummarySchema);
      });
      return { version, runId, asOf, chosen, reason, yardstick: yardstick.name, trials: await Promise.all(summaries) };
    }),
  );
}
