import type { EvaluationWindow } from '../contracts/monitoring.ts';
import type { ErrorSums } from '../evaluate/realised-errors.ts';
import { naiveRmse, realisedMetrics } from '../evaluate/realised-errors.ts';

export interface Look {
  readonly asOf: string;
  readonly range: EvaluationWindow['range'];
  readonly version: number;
  /** Of the forecasts in force, all series together. */
  readonly errors: ErrorSums;
  readonly promisedRmse: number | null;
  /** Of the former Production version's forecasts, on the rows of `errors`. */
  readonly shadow: { readonly version: number; readonly errors: ErrorSums } | null;
  readonly drift: EvaluationWindow['drift'];
}

/** The look as the monitor judges and remembers it. */
export function evaluationWindow({
  asOf,
  range,
  version,
  errors,
  promisedRmse,
  shadow,
  drift,
}: Look): EvaluationWindow {
  const { rmse, bias, coverage } = realisedMetrics(errors);
  const naive = naiveRmse(errors);
  return {
    asOf,
    range,
    version,
    joined: errors.joined,
    rmse,
    bias,
    coverage,
    naiveRmse: naive,
    skill: skillOver(naive, rmse),
    promisedRmse,
    shadow: shadow && {
      version: shadow.version,
      rmse: realisedMetrics(shadow.errors).rmse,
      joined: shadow.errors.joined,
    },
    drift,
  };
}

/** 1 - rmse / naive; null where either is unknown, or the naive forecast was perfect. */
export function skillOver(naive: number | null, rmse: number | null): number | null {
  return rmse === null || naive === null || naive === 0 ? null : 1 - rmse / naive;
}
