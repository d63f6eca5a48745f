import type * as z from 'zod';
import { followPointer } from '../../lake/production-pointer.ts';
import { promoteStep } from '../../core/contracts/steps/promote.ts';
import type { Ports } from '../../core/ports.ts';
import { onAws } from '../shell.ts';
import { tellTracker } from '../../lake/tell-tracker.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';

type Input = z.infer<typeof promoteStep.input>;
type Output = z.infer<typeof promoteStep.output>;

/**
 * Moves the Production pointer to the challenger, from what it was judged against and from nothing else. The signature is checked once
 * more: an approval may have taken days.
 *
 * @throws SignatureRefused, PointerMoved
 */
export async function run(
  input: Input,
  ports: Pick<Ports, 'stores' | 'registry' | 'production' | 'keys' | 'tracker' | 'notifier'>,
): Promise<Output> {
  const { dataset, runId, modelVersion, by, reason, report } = input;
  const { registry, production, notifier } = ports;
  const version = await registry.describe(dataset, modelVersion);
  await verifyVersion(version, ports);
  const { from, to } = await production.move({
    dataset,
    transitionId: runId,
    action: 'promote',
    to: modelVersion,
    expected: input.production,
    by,
    reason,
    evidence: report,
  });
  await followPointer(registry, production, dataset);
  const trackerNote = await tellTracker(dataset, ports);
  await notifier.notify(
    `${dataset}: version ${to} is in Production`,
    `Before: ${from === null ? 'none' : `version ${from}`}. By ${by}: ${reason}\nThe comparison: ${report.reportUri}\n${trackerNote}`,
  );
  return { outcome: 'promoted', modelVersion, production: to, reasons: [], reportUri: report.reportUri };
}

export const handler = onAws(promoteStep, run);
