import type { MonitoringPolicy } from '../../../core/contracts/dataset.ts';
import type { EvaluationWindow } from '../../../core/contracts/monitoring.ts';

export const POLICY: MonitoringPolicy = {
  cadence: '30d',
  alarm: { violations: 2, of: 3 },
  maxRmseOverNaive: 1,
  maxRmseOverPromised: 1.5,
  drift: { maxStabilityIndex: 0.5, maxMissingShare: 0.1 },
  returnBelow: 0.95,
  coolDown: '30d',
  maxActionsPerWeek: 1,
  lockMinutes: 120,
};

/** Beats the naive by 20 % and keeps its promise; nothing drifts. */
export const HEALTHY: EvaluationWindow = {
  asOf: '2024-06-30',
  range: { start: '2024-06-01', end: '2024-06-30' },
  version: 5,
  recipeSince: 2,
  joined: 30,
  rmse: 8,
  bias: 0.5,
  coverage: 0.8,
  yardstick: 'seasonal naive of 7',
  naiveRmse: 10,
  skill: 0.2,
  promisedRmse: 8,
  refused: null,
  former: null,
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

/** The window, with the forecasts that the former recipe, fitted anew as version 4, gave for its rows. */
export function withFormer(window: EvaluationWindow, rmse: number | null, joined = window.joined): EvaluationWindow {
  return { ...window, former: { version: 4, rmse, joined } };
}
