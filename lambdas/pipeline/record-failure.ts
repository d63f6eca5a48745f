import { metricDocument, PLATFORM_METRIC_NAMES } from '../../core/contracts/published-metrics.ts';
import { runKeys } from '../../core/contracts/keys.ts';
import type * as z from 'zod';
import { jsonBytes } from '../../lake/json-object.ts';
import { recordFailureStep } from '../../core/contracts/steps/pipeline.ts';
import type { Ports } from '../../core/ports.ts';
import { uriOf } from '../../core/ports.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof recordFailureStep.input>;
type Output = z.infer<typeof recordFailureStep.output>;

/** Where every failing machine ends: keeps the error beside the run's other files, and tells the people who asked to be told, unless the machine below has done so. */
export async function run(
  input: Input,
  { stores, notifier, metrics, clock }: Pick<Ports, 'stores' | 'notifier' | 'metrics' | 'clock'>,
): Promise<Output> {
  const { dataset, runId, machine, error, cause, told } = input;
  const key = runKeys.failure(dataset, runId, machine);
  const atMs = clock.nowMs();
  const record = { ...input, failedAt: new Date(atMs).toISOString() };
  await stores.artifacts.write(key, jsonBytes(record));
  const recordUri = uriOf(stores.artifacts, key);
  if (!told) {
    await notifier.notify(`${machine} of ${dataset} failed: ${error}`, `${cause}\n\nrun ${runId}, ${recordUri}\n`);
  }
  // Last: it keeps the alarm silent that a failure which nobody was told of raises.
  const figures = { [PLATFORM_METRIC_NAMES.failuresTold]: { value: Number(!told), unit: 'Count' } } as const;
  metrics.publish(metricDocument({ namespace: metrics.namespace, figures, atMs }));
  return { recordUri };
}

export const handler = onAws(recordFailureStep, run);
