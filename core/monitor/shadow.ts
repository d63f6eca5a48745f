import type { MonitoringPolicy } from '../contracts/dataset.ts';
import type { EvaluationWindow, TakenAction } from '../contracts/monitoring.ts';
import { alarmWindows } from './violations.ts';

export type ShadowVerdict =
  | { readonly isBetter: true; readonly version: number; readonly evidence: string }
  | { readonly isBetter: false; readonly evidence: string };

/**
 * Whether the former Production version would have done better over the alarm's windows. Only errors on the same rows are compared: a
 * window whose shadow joined other rows than the version in force settles nothing, and then nothing is rolled back.
 */
export function betterShadow(
  windows: readonly EvaluationWindow[],
  actions: readonly TakenAction[],
  policy: MonitoringPolicy,
): ShadowVerdict {
  const former = windows.at(-1)?.shadow;
  if (former === undefined || former === null) return no('no former version to roll back to');
  const left = actions.findLast(({ kind }) => kind === 'roll-back');
  // Else two versions that are both bad would take turns.
  if (left?.version === former.version) return no(`version ${former.version} is the one that was rolled back from`);
  const scored = alarmWindows(windows, policy).filter(({ joined }) => joined > 0);
  if (scored.length === 0 || !scored.every((window) => isComparable(window, former.version))) {
    return no(`version ${former.version} has not forecast the same rows`);
  }
  const present = pooledRmse(scored);
  const shadow = pooledRmse(scored.map((window) => window.shadow!));
  const isBetter = shadow < policy.rollBackBelow * present;
  const sameRows = `on the same rows version ${former.version} has RMSE ${shadow.toPrecision(4)}, the present one ${present.toPrecision(4)}`;
  return isBetter ? { isBetter, version: former.version, evidence: sameRows } : no(sameRows);
}

function isComparable({ joined, rmse, shadow }: EvaluationWindow, version: number): boolean {
  return rmse !== null && shadow?.version === version && shadow.joined === joined && shadow.rmse !== null;
}

/** Every row counts the same, in whichever window it came true. */
function pooledRmse(parts: readonly { readonly joined: number; readonly rmse: number | null }[]): number {
  const rows = parts.reduce((sum, { joined }) => sum + joined, 0);
  return Math.sqrt(parts.reduce((sum, { joined, rmse }) => sum + joined * rmse! ** 2, 0) / rows);
}

function no(evidence: string): ShadowVerdict {
  return { isBetter: false, evidence };
}
