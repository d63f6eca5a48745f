import { runKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes } from '../../lake/json-object.ts';
import { recordRunStep } from '../../core/contracts/steps/pipeline.ts';
import { runRecord } from '../../core/evaluate/finished-run.ts';
import { trackedLive } from '../../core/evaluate/tracked-score.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { onAws } from '../shell.ts';
import { publishedNotes } from '../../lake/forecasts.ts';
import { tellEvaluation } from '../../lake/tell-tracker.ts';
import { livedThrough } from './record-run/lived-through.ts';

type Input = z.infer<typeof recordRunStep.input>;
type Output = z.infer<typeof recordRunStep.output>;

/** Keeps what a pipeline run did and how well, in one object that people and the replay read. */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'datasets' | 'registry' | 'tracker' | 'clock'>,
): Promise<Output> {
  const { stores, clock } = ports;
  const { dataset, runId, policy } = input;
  const version = await ports.registry.describe(dataset, input.train.registration.modelVersion);
  const key = runKeys.record(dataset, runId);
  const notes = await publishedNotes(stores, dataset, runId);
  const live = await livedThrough(input, ports);
  const record = runRecord(input, { version, notes, production: live });
  await stores.artifacts.write(key, jsonBytes(record));
  const judged = { model: version, policy, evaluatedAtMs: clock.nowMs() };
  const evaluation = trackedLive(judged, { runId, window: input.window.evaluate, live });
  if (live.version !== null) await tellEvaluation(version, evaluation, ports);
  return { runId, recordUri: uriOf(stores.artifacts, key) };
}

export const handler = onAws(recordRunStep, run);
