import type { Transition } from '../../core/contracts/promotion.ts';
import { instant } from './versions.ts';

/** A roll-back by hand holds the version: no refresh takes its place. */
export function isHeld(present: Transition | undefined): present is Transition {
  return present?.action === 'roll-back';
}

/** Who holds the version that is in Production, since when, why, and what ends it. */
export function holdText({ atMs, by, reason, dataset }: Transition, place: string): string {
  const release = `npm run rollback -- ${place} --dataset ${dataset} --release`;
  return `held since ${instant(atMs)} by ${by} (${reason}): no refresh takes its place until '${release}', or until the next selection goes live`;
}

/** The closing line: what is in Production, and whether it is held there. */
export function productionLine(present: Transition | undefined, dataset: string, place: string): string {
  if (present === undefined) return `No version of '${dataset}' was ever in Production`;
  const line = `Version ${present.to} of '${dataset}' is in Production`;
  return isHeld(present) ? `${line}, ${holdText(present, place)}` : line;
}
