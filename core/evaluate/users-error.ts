import { NAIVE_ERRS_NOWHERE, plural } from '../contracts/figures.ts';
import type { RunRecord } from './run-record.ts';

/** Of the forecasts that were in force; of the window's own, where nothing was in Production. */
export function usersScores({ production, realised }: RunRecord): RunRecord['realised'] {
  return production.realised ?? realised;
}

/** RMSE of what users got over the yardstick's; null where either is missing, or the yardstick does not err. */
export function usersRatio(window: RunRecord): number | null {
  const { rmse } = usersScores(window);
  return rmse === null || window.naiveRmse === null || window.naiveRmse === 0 ? null : rmse / window.naiveRmse;
}

/** In how many windows there is no ratio to the naive, since it does not err; undefined where there is none. */
export function perfectNaives(windows: readonly RunRecord[]): string | undefined {
  const perfect = windows.filter(({ naiveRmse }) => naiveRmse === 0).length;
  return perfect === 0 ? undefined : `In ${plural(perfect, 'window')} ${NAIVE_ERRS_NOWHERE}: there is no ratio to it.`;
}
