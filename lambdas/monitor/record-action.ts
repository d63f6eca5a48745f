import type * as z from 'zod';
import { releaseLock } from '../../lake/action-lock.ts';
import { recordActionStep } from '../../core/contracts/steps/monitor.ts';
import { rememberAction } from '../../core/monitor/state.ts';
import type { Ports } from '../../core/ports.ts';
import { newestPublication } from '../../lake/publications.ts';
import { onAws } from '../shell.ts';
import { readMonitorState, writeMonitorState } from '../../lake/monitor-state.ts';

type Input = z.infer<typeof recordActionStep.input>;
type Output = z.infer<typeof recordActionStep.output>;

/** Remembers what the monitor did, for its cool-down, and lets the next action come. */
export async function run(input: Input, { stores, production }: Pick<Ports, 'stores' | 'production'>): Promise<Output> {
  const { dataset, runId, asOf, action, version: before } = input;
  if (action.kind !== 'nothing') {
    const state = await readMonitorState(stores.artifacts, dataset);
    const taken = { kind: action.kind, asOf, version: before };
    await writeMonitorState(stores.artifacts, dataset, rememberAction(state, taken));
    await releaseLock(stores.artifacts, dataset, runId);
  }
  const pointer = await production.read(dataset);
  const newest = await newestPublication(stores.artifacts, dataset);
  return { asOf, action, before, version: pointer?.to ?? before, forecastRunId: newest.runId };
}

export const handler = onAws(recordActionStep, run);
