import type * as z from 'zod';
import { followPointer } from '../../lake/follow-pointer.ts';
import { dayOf } from '../../core/contracts/date-range.ts';
import type { Transition } from '../../core/contracts/promotion.ts';
import { promoteStep } from '../../core/contracts/steps/promote.ts';
import { recipeSince } from '../../core/monitor/recipe-since.ts';
import { rememberChange } from '../../core/monitor/state.ts';
import type { Ports } from '../../core/ports.ts';
import { requireVerdict } from '../../core/promote/require-verdict.ts';
import { updateMonitorState } from '../../lake/monitor-state.ts';
import { readJudgement } from '../../lake/promotion-report.ts';
import { onAws } from '../shell.ts';
import { tellTracker } from '../../lake/tell-tracker.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';

type Input = z.infer<typeof promoteStep.input>;
type Output = z.infer<typeof promoteStep.output>;

/**
 * Moves the Production pointer to the challenger, from what it was judged against and from nothing else. The report is read here, since whoever
 * calls this step may say anything of it; and the signature is checked once more, as an approval may have taken days.
 *
 * @throws ReportRefused, SignatureRefused, AuditTampered, PointerMoved
 */
export async function run(
  input: Input,
  ports: Pick<
    Ports,
    'stores' | 'registry' | 'production' | 'keys' | 'auditSigner' | 'auditKeys' | 'tracker' | 'notifier'
  >,
): Promise<Output> {
  const { dataset, runId, modelVersion, action, by, reason, report, livedThrough } = input;
  const { registry, production, notifier } = ports;
  const version = await registry.describe(dataset, modelVersion);
  requireVerdict(await readJudgement(input, ports.stores.artifacts), { ...input, version });
  await verifyVersion(version, { dataset, version: modelVersion }, ports);
  const asked = {
    dataset,
    transitionId: runId,
    action,
    to: modelVersion,
    expected: input.production,
    by,
    reason,
    evidence: report,
    ...(livedThrough === undefined ? {} : { livedThrough: dayOf(livedThrough) }),
  };
  const move = await production.move(asked, ports);
  await followPointer(registry, production, dataset);
  const { from, to } = move;
  await rememberChanged(move, ports);
  const trackerNote = await tellTracker(dataset, ports);
  // A refresh is what every look does, and no news.
  if (action !== 'refresh' || trackerNote !== '') {
    const before = from === null ? 'none' : `version ${from}`;
    await notifier.notify(
      `${dataset}: version ${to} is in Production`,
      `${WHAT[action]} Before: ${before}. By ${by}: ${reason}\nThe report: ${report.reportUri}\n${trackerNote}`,
    );
  }
  return { outcome: 'promoted', modelVersion, production: to, reasons: [], reportUri: report.reportUri };
}

export const handler = onAws(promoteStep, run);

const WHAT: Readonly<Record<Input['action'], string>> = {
  promote: 'A recipe that was not in Production before.',
  refresh: 'The same recipe, fitted anew.',
  return:
    "The former recipe, fitted anew. Unless the data set's literal asks for it by then, the next selection fits the other one again, and the gates compare the two.",
};

/**
 * Another recipe: the former one is watched for a while, and comes back where it would have been better. A promotion that is asked for again, by
 * its own id or by a move from the version to itself, sets right what a crash left undone; not where yet another recipe has come since.
 */
async function rememberChanged(
  { dataset, action, from, to }: Transition,
  { stores: { artifacts }, production }: Pick<Ports, 'stores' | 'production'>,
): Promise<void> {
  if (action !== 'promote' && from !== to) return;
  const history = await production.history(dataset);
  const entry = history.findLast((move) => move.to === to && move.from !== to);
  if (entry?.action !== 'promote' || entry.from === null) return;
  const present = history[history.length - 1].to;
  if (recipeSince(history, present) !== to) return;
  const change = { former: entry.from, since: to };
  await updateMonitorState(artifacts, dataset, (before) => rememberChange(before, change));
}
