import { plural } from '../../core/contracts/figures.ts';
import { runKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes, readJson } from '../../lake/json-object.ts';
import { locate } from '../../lake/object-uri.ts';
import { collectReplayStep, type FailedWindow } from '../../core/contracts/steps/replay.ts';
import { runRecordSchema } from '../../core/evaluate/run-record.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof collectReplayStep.input>;
type Output = z.infer<typeof collectReplayStep.output>;

/** Puts the windows' records together, in the order of the windows, and beside them what is known of the windows that failed or could not be. */
export async function run(
  { dataset, replayId, runs, skipped }: Input,
  { stores }: Pick<Ports, 'stores'>,
): Promise<Output> {
  const failed = runs.filter((one) => 'error' in one).map((one) => ({ ...one, cause: one.cause.replace(CHAIN, '') }));
  const ran = runs.filter((one) => 'recordUri' in one);
  const windows = await Promise.all(
    ran.map(({ recordUri }) => {
      const { store, key } = locate(stores, recordUri);
      return readJson(store, key, runRecordSchema);
    }),
  );
  const key = runKeys.replay(dataset, replayId);
  await stores.artifacts.write(key, jsonBytes({ dataset, windows, failed, skipped }));
  const replayUri = uriOf(stores.artifacts, key);
  return {
    replayUri,
    failure: failed.length === 0 ? null : failureOf(failed, { of: runs.length + skipped.length, replayUri }),
  };
}

export const handler = onAws(collectReplayStep, run);

/** What each machine above the one that failed says before it: what is wanted is what was wrong (lib/machines/failure.ts). */
const CHAIN = /^(?:The execution \S+ of \S+ failed by \S+: )+/;

/** A state machine's cause takes no more than 32 KiB. */
const WINDOWS_TOLD = 10;

function failureOf(
  failed: readonly FailedWindow[],
  { of, replayUri }: { readonly of: number; readonly replayUri: string },
): string {
  const told = failed.slice(0, WINDOWS_TOLD).map(({ runId, evaluate, error, cause }) => {
    return `${runId} (${evaluate.start}..${evaluate.end}) by ${error}: ${cause}`;
  });
  const more = failed.length > told.length ? [`${failed.length - told.length} more`] : [];
  return `${failed.length} of ${plural(of, 'window')} failed: ${[...told, ...more].join('; ')}; the others stand in ${replayUri}`;
}
