import { figure, percent, plural, thousands } from '../../core/contracts/figures.ts';
import { scoredText } from '../../core/contracts/scored-text.ts';
import { markup, type Content, type Markup } from '../markup.ts';
import type { ReportData, SelectionTrials } from '../report-data.ts';
import { badge, number, table, text } from '../table.ts';
import { inUnit } from '../unit.ts';

/** Every trial of every selection, and its RMSE in each fold: the newest selection open. */
export function foldsTables(selections: ReportData['selections'], unit: string | undefined): Markup | undefined {
  if (selections.length === 0) return undefined;
  const all = [...selections].reverse().map((selection) => {
    const { version, runId, asOf, trials, yardstick } = selection;
    const summary = `Version ${version}, run ${runId}, as of ${asOf}: ${plural(trials.length, 'candidate')}; yardstick ${yardstick}`;
    return markup`<details><summary>${summary}</summary>${trialsTable(selection, unit)}${foldsTable(selection, unit)}</details>`;
  });
  return markup`<h3>Every selection, trial by trial</h3>${all}`;
}

function trialsTable({ trials, chosen }: SelectionTrials, unit: string | undefined): Markup {
  const rows = trials.map(
    ({ candidate: { name, family, options }, crossValidation: cv, seriesTried, seriesFailed }) => [
      name === chosen ? markup`${name} ${badge('live', 'best')}` : name,
      Object.keys(options).length === 0 ? family : `${family} ${JSON.stringify(options)}`,
      figure(cv.rmse),
      figure(cv.mae),
      percent(cv.mape),
      figure(cv.mase),
      percent(cv.coverage),
      thousands(cv.folds),
      scoredText(cv),
      seriesFailed === 0 ? thousands(seriesTried) : `${thousands(seriesTried)}, ${thousands(seriesFailed)} failed`,
    ],
  );
  const errors = ['RMSE', 'MAE'].map((title) => number(inUnit(title, unit)));
  const columns = [text('Candidate'), text('Family and options'), ...errors, number('MAPE')];
  const more = [number('MASE'), number('Coverage'), number('Folds'), text('Scored'), number('Series')];
  return table('Cross-validation of each candidate', [...columns, ...more], rows);
}

/** All candidates are scored on the same rows, but for one that admits no fit: what most of them were. */
function scoredAt(cutoff: string, trials: SelectionTrials['trials']): string {
  const folds = trials.flatMap((trial) => trial.folds.filter((fold) => fold.cutoff === cutoff));
  const [most] = [...folds].sort((a, b) => b.points - a.points);
  const { series: seriesScored, seriesInAll, points: pointsScored, pointsInAll } = most;
  return scoredText({ seriesScored, seriesInAll, pointsScored, pointsInAll });
}

/** A line a fold, a column a candidate: which one was best changes from cutoff to cutoff. */
function foldsTable({ trials }: SelectionTrials, unit: string | undefined): Markup {
  const cutoffs = [...new Set(trials.flatMap(({ folds }) => folds.map(({ cutoff }) => cutoff)))].sort();
  const rows = cutoffs.map((cutoff) => {
    const cells = trials.map(({ folds }) => folds.find((fold) => fold.cutoff === cutoff)?.rmse ?? null);
    const best = Math.min(...cells.flatMap((rmse) => rmse ?? []));
    return [
      cutoff,
      scoredAt(cutoff, trials),
      ...cells.map((rmse): Content => (rmse === best ? markup`<strong>${figure(rmse)}</strong>` : figure(rmse))),
    ];
  });
  const columns = [text('Cutoff'), text('Scored'), ...trials.map(({ candidate: { name } }) => number(name))];
  return table(`${inUnit('RMSE', unit)} of each fold; the least in bold`, columns, rows);
}
