import { figure, percent, plural, thousands } from '../../core/contracts/figures.ts';
import { markup, type Content, type Markup } from '../markup.ts';
import type { ReportData, SelectionTrials } from '../report-data.ts';
import { badge, number, table, text } from '../table.ts';

/** Every trial of every selection, and its RMSE in each fold: the newest selection open. */
export function foldsTables(selections: ReportData['selections']): Markup | undefined {
  if (selections.length === 0) return undefined;
  const all = [...selections].reverse().map((selection) => {
    const { version, runId, asOf, trials, yardstick } = selection;
    const summary = `Version ${version}, run ${runId}, as of ${asOf}: ${plural(trials.length, 'candidate')}; yardstick ${yardstick}`;
    return markup`<details><summary>${summary}</summary>${trialsTable(selection)}${foldsTable(selection)}</details>`;
  });
  return markup`<h3>Every selection, trial by trial</h3>${all}`;
}

function trialsTable({ trials, chosen }: SelectionTrials): Markup {
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
      seriesFailed === 0 ? thousands(seriesTried) : `${thousands(seriesTried)}, ${thousands(seriesFailed)} failed`,
    ],
  );
  const columns = [text('Candidate'), text('Family and options'), number('RMSE'), number('MAE'), number('MAPE')];
  const more = [number('MASE'), number('Coverage'), number('Folds'), number('Series')];
  return table('Cross-validation of each candidate', [...columns, ...more], rows);
}

/** A line a fold, a column a candidate: which one was best changes from cutoff to cutoff. */
function foldsTable({ trials }: SelectionTrials): Markup {
  const cutoffs = [...new Set(trials.flatMap(({ folds }) => folds.map(({ cutoff }) => cutoff)))].sort();
  const rows = cutoffs.map((cutoff) => {
    const cells = trials.map(({ folds }) => folds.find((fold) => fold.cutoff === cutoff)?.rmse ?? null);
    const best = Math.min(...cells.flatMap((rmse) => rmse ?? []));
    return [
      cutoff,
      ...cells.map((rmse): Content => (rmse === best ? markup`<strong>${figure(rmse)}</strong>` : figure(rmse))),
    ];
  });
  const columns = [text('Cutoff'), ...trials.map(({ candidate: { name } }) => number(name))];
  return table('RMSE of each fold; the least in bold', columns, rows);
}
