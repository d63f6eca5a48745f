import { runKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes, readJson } from '../../lake/json-object.ts';
import { locate } from '../../lake/object-uri.ts';
import { collectReplayStep } from '../../core/contracts/steps/replay.ts';
import { runRecordSchema } from '../../core/evaluate/run-record.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof collectReplayStep.input>;
type Output = z.infer<typeof collectReplayStep.output>;

/** Puts the windows' records together, in the order of the windows. */
export async function run({ dataset, replayId, runs }: Input, { stores }: Pick<Ports, 'stores'>): Promise<Output> {
  const windows = await Promise.all(
    runs.map(({ recordUri }) => {
      const { store, key } = locate(stores, recordUri);
      return readJson(store, key, runRecordSchema);
    }),
  );
  const key = runKeys.replay(dataset, replayId);
  await stores.artifacts.write(key, jsonBytes({ dataset, windows }));
  return { replayUri: uriOf(stores.artifacts, key) };
}

export const handler = onAws(collectReplayStep, run);
