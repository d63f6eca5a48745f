import { releaseCommand } from '../../core/promote/approval-commands.ts';
import type { Transition } from '../../core/contracts/promotion.ts';
import { auditText } from '../../core/promote/audit-text.ts';
import type { Audit } from '../../core/ports.ts';
import { instant } from './versions.ts';

/** A roll-back by hand holds the version: no refresh takes its place. */
export function isHeld(present: Transition | undefined): present is Transition {
  return present?.action === 'roll-back';
}

/** Who holds the version that is in Production, since when, and why. */
export function holdText({ atMs, by, reason }: Transition): string {
  return `held since ${instant(atMs)} by ${by} (${reason}): no refresh takes its place until it is released, or until the next selection goes live`;
}

/** The closing lines: what is in Production, and where it is held there, what ends that. */
export function productionLines(present: Transition | undefined, dataset: string, place: string): readonly string[] {
  if (present === undefined) return [`No version of '${dataset}' was ever in Production`];
  const line = `Version ${present.to} of '${dataset}' is in Production`;
  if (!isHeld(present)) return [line];
  return [`${line}, ${holdText(present)}; to release it:`, `  ${releaseCommand(dataset, place)}`];
}

/** What is shown of what was live may then be somebody's invention. */
export function brokenLines(audit: Audit, dataset: string, place: string): readonly string[] {
  if (audit.broken === undefined) return [];
  return ['', String(auditText(audit)), `  npm run models -- history ${place} --dataset ${dataset}`];
}
