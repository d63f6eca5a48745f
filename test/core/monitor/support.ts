import type { MonitoringPolicy } from '../../../core/contracts/dataset.ts';
import type { EvaluationWindow } from '../../../core/contracts/monitoring.ts';

export const POLICY: MonitoringPolicy = {
  cadence: '30d',
  alarm: { violations: 2, of: 3 },
  maxRmseOverNaive: 1,
  maxRmseOverPromised: 1.5,
  drift: { maxStabilityIndex: 0.5, maxMissingShare: 0.1 },
  rollBackBelow: 0.9,
  coolDown: '30d',
  maxActionsPerWeek: 1,
  lockMinutes: 120,
};

/** Beats the naive by 20 % and keeps its promise; nothing drifts. */
export const HEALTHY: EvaluationWindow = {
  asOf: '2024-06-30',
  range: { start: '2024-06-01', end: '2024-06-30' },
  version: 5,
  joined: 30,
  rmse: 8,
  bias: 0.5,
  coverage: 0.8,
  naiveRmse: 10,
  skill: 0.2,
  promisedRmse: 8,
  shadow: null,
  drift: { stabilityIndex: 0.02, missingShare: 0, worstSeries: null },
};

/** Worse than the naive. */
export const BAD: EvaluationWindow = { ...HEALTHY, rmse: 11, skill: -0.1 };

export const UNJUDGED: EvaluationWindow = {
  ...HEALTHY,
  joined: 0,
  rmse: null,
  bias: null,
  coverage: null,
  naiveRmse: null,
  skill: null,
};

/** The window, with the former version 4's forecasts on its rows. */
export function withShadow(window: EvaluationWindow, rmse: number | null, joined = window.joined): EvaluationWindow {
  return { ...window, shadow: { version: 4, rmse, joined } };
}
