import type * as z from 'zod';
import { readLock, takeLock } from '../../lake/action-lock.ts';
import type { MonitorAction } from '../../core/contracts/monitoring.ts';
import { lookStep } from '../../core/contracts/steps/monitor.ts';
import { decideAction, type Situation } from '../../core/monitor/decide.ts';
import { embeddedMetrics } from '../../core/monitor/embedded-metrics.ts';
import { presentLook } from '../../core/monitor/present-look.ts';
import { rememberWindow } from '../../core/monitor/state.ts';
import { outlookOf } from '../../core/monitor/outlook.ts';
import { judgementOf, violationOf } from '../../core/monitor/violations.ts';
import type { Ports } from '../../core/ports.ts';
import { onAws } from '../shell.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import { observe } from './look/observe.ts';
import { tellPeople } from './look/tell-people.ts';
import { readPublications } from '../../lake/publications.ts';
import { readMonitorState, writeMonitorState } from '../../lake/monitor-state.ts';

type Input = z.infer<typeof lookStep.input>;
type Output = z.infer<typeof lookStep.output>;

const MINUTE_MS = 60_000;

/** Scores what came true since the last look, keeps it, decides what to do about it, and tells people what only they can cure. */
export async function run(
  input: Input,
  ports: Pick<
    Ports,
    'stores' | 'datasets' | 'registry' | 'production' | 'forecaster' | 'metrics' | 'notifier' | 'clock'
  >,
): Promise<Output> {
  const { dataset: name, runId, asOf, retraining } = input;
  const dataset = ports.datasets.find(name);
  const { artifacts } = ports.stores;
  const silver = await openSilverTable(ports.stores, dataset, input.silverVersion);
  const before = await readMonitorState(artifacts, name);
  const known = await readPublications(artifacts, name);
  // A window of a replay is judged by its own forecasts, and not for the last days of the window before.
  const publications = input.at === 'past' ? known.slice(-1) : known;
  const seen = { dataset, silver, runId, asOf, range: input.range, publications, windows: before.windows };
  const window = await observe(seen, ports);
  const present = input.at === 'present' ? presentLook(before, { runId, asOf, axis: silver.axis }) : undefined;
  const remembered = rememberWindow(before, window, dataset.monitoring);
  const state = present === undefined ? remembered : { ...remembered, present };
  await writeMonitorState(artifacts, name, state);

  const outlook = outlookOf(publications, { axis: silver.axis, asOf, evaluation: dataset.evaluation });
  const findings = { dataset: name, window, judgement: judgementOf(window, dataset.monitoring), outlook };
  const newPeriods = present?.newPeriods ?? null;
  const violations = violationOf(window, dataset.monitoring);
  const { namespace } = ports.metrics;
  const atMs = ports.clock.nowMs();
  ports.metrics.publish(embeddedMetrics({ ...findings, newPeriods, namespace, violations, atMs }));
  const news = present === undefined ? {} : { outlook, newPeriods };
  const situation = { ...state, ...news, policy: dataset.monitoring, retraining, asOf, axis: silver.axis };
  const action = await reserve(decideAction({ ...situation, ...(await lockAsRead(input, ports)) }), input, ports);
  if (present !== undefined) {
    const told = await tellPeople({ ...findings, action, present }, ports);
    await writeMonitorState(artifacts, name, { ...state, present: { ...present, told } });
  }
  return { action, version: window.version };
}

export const handler = onAws(lookStep, run);

async function lockAsRead(
  { dataset, runId }: Input,
  { stores, clock }: Pick<Ports, 'stores' | 'clock'>,
): Promise<Pick<Situation, 'lock'>> {
  const held = await readLock(stores.artifacts, dataset);
  return held === undefined ? {} : { lock: { held: held.lock, holder: runId, nowMs: clock.nowMs() } };
}

/** An action is begun only by the one who holds the data set's lock. */
async function reserve(
  action: MonitorAction,
  { dataset, runId }: Input,
  ports: Pick<Ports, 'datasets' | 'stores' | 'clock'>,
): Promise<MonitorAction> {
  if (action.kind === 'nothing') return action;
  const { lockMinutes } = ports.datasets.find(dataset).monitoring;
  const request = { holder: runId, action: action.kind, nowMs: ports.clock.nowMs(), ttlMs: lockMinutes * MINUTE_MS };
  if (await takeLock(ports.stores.artifacts, dataset, request)) return action;
  return { kind: 'nothing', reasons: [...action.reasons, 'another run took the lock in this moment'] };
}
