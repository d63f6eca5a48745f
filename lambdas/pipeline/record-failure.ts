import { runKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes } from '../../lake/json-object.ts';
import { recordFailureStep } from '../../core/contracts/steps/pipeline.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof recordFailureStep.input>;
type Output = z.infer<typeof recordFailureStep.output>;

/** Where every failing machine ends: keeps the error beside the run's other files, and tells the people who asked to be told. */
export async function run(
  input: Input,
  { stores, notifier, clock }: Pick<Ports, 'stores' | 'notifier' | 'clock'>,
): Promise<Output> {
  const { dataset, runId, machine, error, cause } = input;
  const key = runKeys.failure(dataset, runId, machine);
  const record = { ...input, failedAt: new Date(clock.nowMs()).toISOString() };
  await stores.artifacts.write(key, jsonBytes(record));
  const recordUri = uriOf(stores.artifacts, key);
  await notifier.notify(`${machine} of ${dataset} failed: ${error}`, `${cause}\n\nrun ${runId}, ${recordUri}\n`);
  return { recordUri };
}

export const handler = onAws(recordFailureStep, run);
