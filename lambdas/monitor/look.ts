import type * as z from 'zod';
import { readLock, takeLock } from '../../lake/action-lock.ts';
import type { MonitorAction, MonitorState, PresentLook } from '../../core/contracts/monitoring.ts';
import { lookStep } from '../../core/contracts/steps/monitor.ts';
import { decideAction, type Situation } from '../../core/monitor/decide.ts';
import { embeddedMetrics, type PublishedLook } from '../../core/monitor/embedded-metrics.ts';
import { newPeriodsOf, presentLook } from '../../core/monitor/present-look.ts';
import { forgetRefused, rememberWindow } from '../../core/monitor/state.ts';
import { outlookOf } from '../../core/monitor/outlook.ts';
import { type LookFacts, trackedLook } from '../../core/monitor/tracked-look.ts';
import { inAlarm, judgementOf, violationsOf } from '../../core/monitor/violations.ts';
import type { Ports } from '../../core/ports.ts';
import type { Judged } from '../../core/train/tracked-evaluation.ts';
import { onAws } from '../shell.ts';
import { filesHash } from '../../lake/silver-ledger.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import { keepLook } from './look/keep-look.ts';
import { observe, type Observed } from './look/observe.ts';
import { type Findings, tellPeople, whatHolds } from './look/tell-people.ts';
import { tellEvaluation } from '../../lake/tell-tracker.ts';
import { writeLookedAt } from '../../lake/looked-at.ts';
import { readPublications } from '../../lake/publications.ts';
import { readMonitorState, updateMonitorState } from '../../lake/monitor-state.ts';

type Input = z.infer<typeof lookStep.input>;
type Output = z.infer<typeof lookStep.output>;

const MINUTE_MS = 60_000;

/**
 * Scores what came true since the last look, keeps what every candidate's forecasts were worth, decides what to do, and tells people what they
 * should know.
 */
export async function run(
  input: Input,
  ports: Pick<
    Ports,
    'stores' | 'datasets' | 'registry' | 'production' | 'forecaster' | 'metrics' | 'tracker' | 'notifier' | 'clock'
  >,
): Promise<Output> {
  const { dataset: name, runId, asOf, at } = input;
  const dataset = ports.datasets.find(name);
  const { monitoring, evaluation } = dataset;
  const { artifacts } = ports.stores;
  const silver = await openSilverTable(ports.stores, dataset, input.silverVersion);
  const before = await readMonitorState(artifacts, name);
  const publications = await readPublications(artifacts, name);
  const moves = await ports.production.history(name);
  const observed = await observe({ ...input, dataset, silver, publications, state: before, moves }, ports);
  const { window } = observed;
  const seen = { runId, asOf, axis: silver.axis, series: filesHash(silver.snapshot.files) };
  const present = at === 'present' ? presentLook(before, seen) : undefined;
  const setAside = await keepLook(name, observed, ports);
  const state = await updateMonitorState(artifacts, name, (newest) => ({
    ...stateAfter(newest, observed, monitoring),
    ...(present && { present }),
  }));

  const outlook = outlookOf(publications, { axis: silver.axis, asOf, evaluation });
  const findings = { dataset: name, window, judgement: judgementOf(window, monitoring), outlook };
  const violations = violationsOf(window, monitoring);
  const past = { newPeriods: newPeriodsOf(window.range, input.lastObservation, silver.axis) };
  const news = present === undefined ? past : { ...newsOf(present), outlook };
  const known = { ...input, ...state, setAside, ...news, ...(await lockAsRead(input, ports)) };
  const situation = { ...known, monitoring, axis: silver.axis, move: moves.at(-1) };
  const action = await reserve(decideAction(situation), input, ports);
  const alarm = inAlarm(state.windows, monitoring) ? violations : [];
  const found = present && { ...findings, alarm, action, present };
  publish({ ...findings, violations }, found, ports);
  await track({ ...observed, policy: input.policy }, { window, violations: violations.length, action }, ports);
  if (found !== undefined) await tell(found, ports);
  return { action, version: window.version };
}

export const handler = onAws(lookStep, run);

function newsOf({ newPeriods, isOtherSeries = false }: PresentLook): Pick<Situation, 'newPeriods' | 'isOtherSeries'> {
  return { newPeriods, isOtherSeries };
}

function publish(
  look: Pick<PublishedLook, 'dataset' | 'window' | 'violations' | 'outlook'>,
  found: Findings | undefined,
  { metrics, clock }: Pick<Ports, 'metrics' | 'clock'>,
): void {
  const present = found && { newPeriods: found.present.newPeriods, holding: whatHolds(found) };
  metrics.publish(embeddedMetrics({ ...look, present, namespace: metrics.namespace, atMs: clock.nowMs() }));
}

async function track(
  { model, policy }: Pick<Judged, 'model' | 'policy'>,
  look: LookFacts,
  ports: Pick<Ports, 'tracker' | 'clock'>,
): Promise<void> {
  const evaluation = trackedLook({ model, policy, evaluatedAtMs: ports.clock.nowMs() }, look);
  await tellEvaluation(model, evaluation, ports);
}

/** Of a look at the present; what people know then is no news at the next one. */
async function tell(found: Findings, ports: Pick<Ports, 'stores' | 'notifier' | 'clock'>): Promise<void> {
  const { dataset, present } = found;
  const { artifacts } = ports.stores;
  const known = await tellPeople(found, ports);
  await writeLookedAt(artifacts, dataset, ports.clock.nowMs());
  await updateMonitorState(artifacts, dataset, (newest) => ({ ...newest, present: { ...present, ...known } }));
}

function stateAfter(before: MonitorState, { window }: Observed, monitoring: Situation['monitoring']): MonitorState {
  const state = rememberWindow(before, window, monitoring);
  const { refused } = window;
  return refused === null || refused.joined === 0 ? state : forgetRefused(state, refused.version);
}

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
