import type { EvaluationWindow } from '../contracts/monitoring.ts';
import type { ErrorSums } from '../evaluate/realised-errors.ts';
import { naiveRmse, realisedMetrics } from '../evaluate/realised-errors.ts';

type Remembered = Pick<
  EvaluationWindow,
  'asOf' | 'range' | 'version' | 'recipeSince' | 'yardstick' | 'promisedRmse' | 'drift'
>;

export interface ScoredLook extends Remembered {
  /** Of the forecasts in force, all series together. */
  readonly errors: ErrorSums;
  /** Of forecasts that nobody got, on the rows of `errors`. */
  readonly refused: Shadow | null;
  readonly former: Shadow | null;
}

export interface Shadow {
  readonly version: number;
  readonly errors: ErrorSums;
}

/** The look as the monitor judges and remembers it. */
export function evaluationWindow({ errors, refused, former, ...look }: ScoredLook): EvaluationWindow {
  const { rmse, bias, coverage } = realisedMetrics(errors);
  const naive = naiveRmse(errors);
  return {
    ...look,
    joined: errors.joined,
    rmse,
    bias,
    coverage,
    naiveRmse: naive,
    skill: skillOver(naive, rmse),
    refused: refused && scored(refused),
    former: former && scored(former),
  };
}

function scored({ version, errors }: Shadow): EvaluationWindow['former'] {
  return { version, rmse: realisedMetrics(errors).rmse, joined: errors.joined };
}

/** 1 - rmse / naive; null where either is unknown, or the naive forecast was perfect. */
export function skillOver(naive: number | null, rmse: number | null): number | null {
  return rmse === null || naive === null || naive === 0 ? null : 1 - rmse / naive;
}
