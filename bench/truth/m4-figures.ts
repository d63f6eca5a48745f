import type { Figure } from '../report.ts';
import type { M4Data, M4Forecaster, M4Panel } from './m4.ts';
import { m4Scores, type Scores } from './scores.ts';

/** The product beside statsforecast's models on a frequency of M4. */
export function m4Figures(
  { name, lag }: M4Panel,
  data: M4Data,
  { product, peers }: { readonly product: M4Forecaster; readonly peers: Readonly<Record<string, M4Forecaster>> },
): readonly Figure[] {
  const scored = Object.entries(peers).map(([peer, { yhat, seconds }]) => {
    return { peer, seconds, ...m4Scores(data, yhat, lag) };
  });
  const five = scored.filter(({ peer }) => MAIN_SEASON.includes(peer));
  const [best, bestOfAll] = [leastOf(five), leastOf(scored)];
  const ours = m4Scores(data, product.yhat, lag);
  const scale = `${Object.keys(data).length} series, scaled by a naive of ${lag}`;
  const beside = scored.map(({ peer, ...scores }) => `${peer} ${scoresText(scores)}`).join('; ');
  return [
    {
      name: `${name}: MASE over the best of statsforecast's five`,
      value: ours.mase / best.mase,
      unit: 'x',
      target: { atMost: 0.999 },
      limitedBy: `what ${best.peer} finds in these series`,
      note: `MASE, sMAPE, CPU seconds: ${scoresText({ ...ours, ...product })}; ${beside}; ${scale}`,
    },
    {
      name: `${name}: MASE over the best, models of several seasons included`,
      value: ours.mase / bestOfAll.mase,
      unit: 'x',
      note: bestOfAll.peer,
    },
    { name: `${name}: MASE`, value: ours.mase, unit: '', note: scale },
    { name: `${name}: sMAPE`, value: ours.smape, unit: '%' },
    {
      name: `${name}: CPU seconds over AutoETS's`,
      value: product.seconds / peers.AutoETS.seconds,
      unit: 'x',
      target: { atMost: 0.6 },
      limitedBy: 'the platform around the fits, and the folds of cross-validation',
      note: 'a whole replay of one window, all its processes from their start; AutoETS: fit and forecast alone, after a first call that compiles',
    },
  ];
}

/** Told one season, the main one of the frequency. */
const MAIN_SEASON: readonly string[] = ['AutoETS', 'AutoTheta', 'AutoCES', 'MSTL', 'MFLES'];

function leastOf<T extends Scores>(scored: readonly T[]): T {
  return scored.reduce((left, right) => (right.mase < left.mase ? right : left));
}

function scoresText({ mase, smape, seconds }: Scores & { readonly seconds: number }): string {
  return `${mase.toFixed(3)}, ${smape.toFixed(2)}, ${seconds.toFixed(1)}`;
}
