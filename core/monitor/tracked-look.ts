import type { EvaluationWindow, MonitorAction } from '../contracts/monitoring.ts';
import type { TrackedEvaluation } from '../contracts/tracking.ts';
import { type Judged, trackedEvaluation } from '../train/tracked-evaluation.ts';

export interface LookFacts {
  readonly window: EvaluationWindow;
  /** How many figures of it are beyond what the data set allows. */
  readonly violations: number;
  readonly action: MonitorAction;
}

/** A look: what came true since the one before of the forecasts in force, a step of the selection that they lean on. */
export function trackedLook(
  judged: Omit<Judged, 'upTo'>,
  { window, violations, action }: LookFacts,
): TrackedEvaluation {
  const { asOf, version, joined, rmse, bias, coverage, skill, drift, refused, former } = window;
  return trackedEvaluation(
    { ...judged, upTo: asOf },
    {
      part: `look-${asOf}`,
      isOnce: false,
      figures: {
        'look/rmse': rmse,
        'look/naive_rmse': window.naiveRmse,
        'look/promised_rmse': window.promisedRmse,
        'look/skill': skill,
        'look/bias': bias,
        'look/coverage': coverage,
        'look/joined': joined,
        'look/version': version,
        'look/violations': violations,
        'look/stability_index': drift.stabilityIndex,
        'look/missing_share': drift.missingShare,
        'look/refused_rmse': refused?.rmse ?? null,
        'look/former_rmse': former?.rmse ?? null,
      },
      tags: { last_look: asOf, last_action: action.kind, in_force: String(version) },
    },
  );
}
