import type * as z from 'zod';
import { jsonBytes, readJson } from '../../lake/json-object.ts';
import { locate } from '../../lake/object-uri.ts';
import { STEPS } from '../../core/contracts/steps.ts';
import { runRecordSchema } from '../../core/evaluate/run-record.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { onAws } from '../shell.ts';

const STEP = STEPS['collect-replay'];
type Input = z.infer<typeof STEP.input>;
type Output = z.infer<typeof STEP.output>;

/** Puts the windows' records together, in the order of the windows. */
export async function run({ dataset, replayId, runs }: Input, { stores }: Ports): Promise<Output> {
  const windows = await Promise.all(
    runs.map(({ recordUri }) => {
      const { store, key } = locate(stores, recordUri);
      return readJson(store, key, runRecordSchema);
    }),
  );
  const key = `replays/${dataset}/${replayId}/replay.json`;
  await stores.artifacts.write(key, jsonBytes({ dataset, windows }));
  return { replayUri: uriOf(stores.artifacts, key) };
}

export const handler = onAws(STEP, run);
