import type * as z from 'zod';
import { releaseLockStep } from '../../core/contracts/steps/monitor.ts';
import type { Ports } from '../../core/ports.ts';
import { releaseLock } from '../../lake/action-lock.ts';
import { onAws } from '../shell.ts';

type Input = z.infer<typeof releaseLockStep.input>;
type Output = z.infer<typeof releaseLockStep.output>;

/** Gives back the lock of a run that is about to fail. Where it has none, because it failed before, or another one took it since, nothing happens. */
export async function run({ dataset, runId }: Input, { stores }: Pick<Ports, 'stores'>): Promise<Output> {
  await releaseLock(stores.artifacts, dataset, runId);
  return {};
}

export const handler = onAws(releaseLockStep, run);
