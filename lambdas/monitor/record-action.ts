import type * as z from 'zod';
import { releaseLock } from '../../lake/action-lock.ts';
import type { MonitorState } from '../../core/contracts/monitoring.ts';
import { recordActionStep } from '../../core/contracts/steps/monitor.ts';
import { forgetChange, rememberAction, rememberShadow } from '../../core/monitor/state.ts';
import type { Ports } from '../../core/ports.ts';
import { newestPublication } from '../../lake/publications.ts';
import { onAws } from '../shell.ts';
import { updateMonitorState } from '../../lake/monitor-state.ts';

type Input = z.infer<typeof recordActionStep.input>;
type Output = z.infer<typeof recordActionStep.output>;

/** Remembers what the monitor did, for its cool-down and the way back, and lets the next action come. */
export async function run(input: Input, { stores, production }: Pick<Ports, 'stores' | 'production'>): Promise<Output> {
  const { dataset, runId, asOf, action, version: before, promote } = input;
  if (action.kind !== 'nothing') {
    await updateMonitorState(stores.artifacts, dataset, (state) => stateAfter(state, input));
    await releaseLock(stores.artifacts, dataset, runId);
  }
  const pointer = await production.read(dataset);
  const newest = await newestPublication(stores.artifacts, dataset);
  return {
    asOf,
    action: { ...action, reasons: [...action.reasons, ...shadowMissing(input)] },
    before,
    version: pointer?.to ?? before,
    fitted: promote === undefined ? null : { version: promote.modelVersion, reportUri: promote.reportUri },
    refusals: promote?.outcome === 'refused' ? promote.reasons : [],
    forecastRunId: newest.runId,
  };
}

export const handler = onAws(recordActionStep, run);

/** People are told by whatever failed; the look's own record says it beside what was done all the same. */
function shadowMissing({ shadowFailure }: Input): readonly string[] {
  return shadowFailure === undefined ? [] : [`the former recipe could not be fitted as a shadow: ${shadowFailure}`];
}

function stateAfter(state: MonitorState, { asOf, action, version, promote, shadow }: Input): MonitorState {
  switch (action.kind) {
    case 'nothing':
      return state;
    case 'refresh':
      return shadow === undefined ? state : rememberShadow(state, shadow);
    case 'select':
      return rememberAction(state, { kind: 'select', asOf, version });
    case 'return': {
      const after = rememberAction(state, { kind: 'return', asOf, version });
      return promote?.outcome === 'promoted' ? forgetChange(after) : after;
    }
    default:
      return action satisfies never;
  }
}
