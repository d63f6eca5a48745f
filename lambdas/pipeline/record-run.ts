import type * as z from 'zod';
import { jsonBytes } from '../../lake/json-object.ts';
import { STEPS } from '../../core/contracts/steps.ts';
import { runRecord } from '../../core/evaluate/run-record.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { onAws } from '../shell.ts';
import { livedThrough } from './record-run/lived-through.ts';

const STEP = STEPS['record-run'];
type Input = z.infer<typeof STEP.input>;
type Output = z.infer<typeof STEP.output>;

/** Keeps what a pipeline run did and how well, in one object that people and the replay read. */
export async function run(input: Input, ports: Ports): Promise<Output> {
  const { stores } = ports;
  const key = `runs/${input.dataset}/${input.runId}/run.json`;
  await stores.artifacts.write(key, jsonBytes(runRecord(input, await livedThrough(input, ports))));
  return { runId: input.runId, recordUri: uriOf(stores.artifacts, key) };
}

export const handler = onAws(STEP, run);
