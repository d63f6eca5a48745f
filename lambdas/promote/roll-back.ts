import type * as z from 'zod';
import { followPointer } from '../../lake/follow-pointer.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Transition } from '../../core/contracts/promotion.ts';
import { rollBackStep } from '../../core/contracts/steps/promote.ts';
import type { Ports } from '../../core/ports.ts';
import { onAws } from '../shell.ts';
import { wholeHistory } from '../../lake/whole-history.ts';
import { tellTracker } from '../../lake/tell-tracker.ts';
import { verifyVersion } from '../../lake/signing/verify-version.ts';

type Input = z.infer<typeof rollBackStep.input>;
type Output = z.infer<typeof rollBackStep.output>;

/**
 * Moves the Production pointer back to a version that was in Production before, after its signature: what the gates refused, or nobody
 * has approved yet, goes live through the promote machine or not at all. The version is held there: no refresh takes its place until it is
 * released, which is a move that goes nowhere, or the next selection goes live.
 *
 * @throws RollbackRefused, SignatureRefused, AuditTampered, PointerMoved
 */
export async function run(
  input: Input,
  ports: Pick<
    Ports,
    'stores' | 'registry' | 'production' | 'keys' | 'auditSigner' | 'auditKeys' | 'tracker' | 'notifier' | 'place'
  >,
): Promise<Output> {
  const { dataset, runId, by, reason } = input;
  const action = input.release === true ? 'release' : 'roll-back';
  const { registry, production, notifier } = ports;
  const moves = await wholeHistory(dataset, ports);
  // Asked for a second time, it is the move that it was at first.
  const made = requireOwn(
    moves.find(({ transitionId }) => transitionId === runId),
    action,
  );
  const present = requirePresent(dataset, moves.at(-1));
  const target = made?.to ?? targetOf(input, moves);
  const version = await registry.describe(dataset, target);
  requireFormer(target, moves, { dataset, place: ports.place });
  if (made === undefined) requireChange(action, target, present);
  await verifyVersion(version, { dataset, version: target }, ports);
  const asked = {
    dataset,
    transitionId: runId,
    action,
    to: target,
    expected: present.to,
    by,
    reason,
    evidence: null,
  } as const;
  const { from, to, revision } = await production.move(asked, ports);
  await followPointer(registry, production, dataset);
  const trackerNote = await tellTracker(dataset, ports);
  const message = `${told(action, from)} By ${by}: ${reason}\n${trackerNote}`;
  if (action === 'release') await notifier.notify(`${dataset}: version ${to} is released`, message);
  else await notifier.notify(`${dataset}: rolled back to version ${to}`, message);
  return { from: from ?? to, to, revision };
}

export const handler = onAws(rollBackStep, run);

type Action = 'roll-back' | 'release';

function told(action: Action, from: number | null): string {
  if (action === 'release') return 'The next look fits its recipe anew.';
  return `From version ${from}. It is held: no refresh takes its place until it is released, or the next selection goes live.`;
}

function targetOf({ to, release }: Input, moves: readonly Transition[]): number {
  return release === true ? moves[moves.length - 1].to : (to ?? formerOf(moves));
}

function requirePresent(dataset: string, present: Transition | undefined): Transition {
  if (present !== undefined) return present;
  throw new PlatformError(ERROR_NAMES.rollbackRefused, {
    problem: `'${dataset}' has no Production version to roll back from`,
    hint: 'a first version goes live through the promote state machine',
  });
}

/** A run's id names its move for good: a promotion is not told again as a roll-back. */
function requireOwn(made: Transition | undefined, action: Action): Transition | undefined {
  if (made === undefined || made.action === action) return made;
  throw new PlatformError(ERROR_NAMES.rollbackRefused, {
    problem: `the run '${made.transitionId}' has moved Production of '${made.dataset}' already, by another action`,
    got: `${made.action} to version ${made.to}`,
    hint: `start the ${action} under a run id of its own`,
  });
}

/** Else nothing would change, and the next roll-back would lead back here. */
function requireChange(action: Action, version: number, { dataset, to, action: last }: Transition): void {
  if (action === 'release') {
    if (last === 'roll-back') return;
    throw new PlatformError(ERROR_NAMES.rollbackRefused, {
      problem: `version ${to} of '${dataset}' is not held: there is nothing to release`,
      got: `the last move is a ${last}`,
      allowed: 'a release after a roll-back',
    });
  }
  if (version !== to) return;
  throw new PlatformError(ERROR_NAMES.rollbackRefused, {
    problem: `version ${version} of '${dataset}' is in Production already`,
    hint: 'name another version that was there before',
  });
}

/** What was there before the last change of version. */
function formerOf(moves: readonly Transition[]): number {
  const present = moves[moves.length - 1];
  const change = moves.findLast(({ from, to }) => from !== to) ?? present;
  if (change.from !== null) return change.from;
  throw new PlatformError(ERROR_NAMES.rollbackRefused, {
    problem: `version ${present.to} is the first that was ever in Production of '${present.dataset}': there is none before it`,
    hint: 'another version goes live through the promote state machine',
  });
}

/** A kept version is not one that was good enough: only the pointer's history tells which were. */
function requireFormer(
  version: number,
  moves: readonly Transition[],
  { dataset, place }: { readonly dataset: string; readonly place: string },
): void {
  const lived = new Set(moves.map(({ to }) => to));
  if (lived.has(version)) return;
  throw new PlatformError(ERROR_NAMES.rollbackRefused, {
    problem: `the version was never in Production of '${dataset}'`,
    got: version,
    allowed: [...lived].sort((a, b) => a - b).join(', '),
    hint: `'npm run models -- history ${place} --dataset ${dataset}' shows which version was there when; another one goes live through the promote state machine`,
  });
}
