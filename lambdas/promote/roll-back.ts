import type * as z from 'zod';
import { followPointer } from '../../lake/production-pointer.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Transition } from '../../core/contracts/promotion.ts';
import { rollBackStep } from '../../core/contracts/steps/promote.ts';
import type { Ports } from '../../core/ports.ts';
import { onAws } from '../shell.ts';
import { madeMove } from '../../lake/made-move.ts';
import { tellTracker } from '../../lake/tell-tracker.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';

type Input = z.infer<typeof rollBackStep.input>;
type Output = z.infer<typeof rollBackStep.output>;

/** Moves the Production pointer back to a kept version, after its signature. @throws RollbackRefused, SignatureRefused, PointerMoved */
export async function run(
  { dataset, runId, to: wanted, by, reason }: Input,
  ports: Pick<Ports, 'stores' | 'registry' | 'production' | 'keys' | 'tracker' | 'notifier' | 'place'>,
): Promise<Output> {
  const { registry, production, notifier } = ports;
  const made = await madeMove(production, dataset, runId);
  const present = made === undefined ? await production.read(dataset) : undefined;
  const target = made?.to ?? wanted ?? formerOf(dataset, present, ports.place);
  const version = await registry.describe(dataset, target);
  await verifyVersion(version, ports);
  const { from, to, revision } = await production.move({
    dataset,
    transitionId: runId,
    action: 'roll-back',
    to: target,
    expected: made === undefined ? requirePresent(dataset, present).to : 'any',
    by,
    reason,
    evidence: null,
  });
  await followPointer(registry, production, dataset);
  const trackerNote = await tellTracker(dataset, ports);
  await notifier.notify(
    `${dataset}: rolled back to version ${to}`,
    `From version ${from}. By ${by}: ${reason}\n${trackerNote}`,
  );
  return { from: from ?? to, to, revision };
}

export const handler = onAws(rollBackStep, run);

function requirePresent(dataset: string, present: Transition | undefined): Transition {
  if (present !== undefined) return present;
  throw new PlatformError(ERROR_NAMES.rollbackRefused, {
    problem: `'${dataset}' has no Production version to roll back from`,
    hint: 'a first version goes live through the promote state machine',
  });
}

function formerOf(dataset: string, present: Transition | undefined, place: string): number {
  const { from, to } = requirePresent(dataset, present);
  if (from !== null) return from;
  throw new PlatformError(ERROR_NAMES.rollbackRefused, {
    problem: `version ${to} is the first that was ever in Production: there is none before it`,
    hint: `name a version with --to; 'npm run models -- list ${place} --dataset ${dataset}' shows them`,
  });
}
