import { figure, percent, rangeText } from '../../core/contracts/figures.ts';
import { markup, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { badge, number, table, text } from '../table.ts';
import { chart, choice, type Section } from './section.ts';

const METRICS = [
  ['rmse', 'RMSE'],
  ['mae', 'Mean absolute error'],
  ['bias', 'Bias (positive: too high)'],
  ['smape', 'Symmetric MAPE'],
  ['mase', 'Mean absolute scaled error'],
  ['coverage', 'Interval coverage'],
] as const;

/** Error by window, horizon and candidate. */
export function errors({ windows, dataset }: ReportData): Section {
  const windowOptions = windows.map(({ evaluate }, index) => [String(index + 1), rangeText(evaluate)] as const);
  const body = markup`<div class="controls">${choice('error-metric', 'Metric', METRICS)}</div>
${chart('window-plot', 'Realised error of every candidate by window', 'Every candidate by evaluation window; the chosen one of each window is ringed.')}
<h3>By horizon</h3><div class="controls">${choice('horizon-window', 'Window', [['0', 'All windows together'], ...windowOptions])}</div>
${chart('horizon-plot', 'RMSE of every candidate by steps ahead', `RMSE by steps ahead, in units of one ${dataset.frequency}; a point stands for the steps up to it.`)}
<details><summary>Every candidate in every window as a table</summary>${errorTable(windows)}</details>`;
  return { id: 'errors', short: 'Errors', title: 'Error by window, horizon and candidate', body };
}

function errorTable(windows: ReportData['windows']): Markup {
  const rows = windows.flatMap(({ evaluate, candidates, chosen }) =>
    Object.entries(candidates).map(([name, { realised }]) => [
      rangeText(evaluate),
      name === chosen ? markup`${name} ${badge('live', 'chosen')}` : name,
      figure(realised.rmse),
      figure(realised.mae),
      figure(realised.bias),
      figure(realised.smape),
      figure(realised.mase),
      percent(realised.coverage),
    ]),
  );
  const columns = [text('Window'), text('Candidate'), number('RMSE'), number('MAE'), number('Bias'), number('sMAPE')];
  return table('Realised errors', [...columns, number('MASE'), number('Coverage')], rows);
}

/** What cross-validation promised, and what came true. */
export function crossValidation({ windows }: ReportData): Section {
  const rows = windows.map(({ evaluate, candidates, chosen, reason }) => {
    const scores = Object.hasOwn(candidates, chosen) ? candidates[chosen] : undefined;
    const [promised, realised] = [scores?.crossValidation.rmse ?? null, scores?.realised.rmse ?? null];
    return [
      rangeText(evaluate),
      chosen,
      figure(promised),
      figure(realised),
      promised === null || realised === null || promised === 0 ? '–' : figure(realised / promised),
      bestOf(candidates),
      reason,
    ];
  });
  const columns = [text('Window'), text('Chosen'), number('Cross-validated RMSE'), number('Realised RMSE')];
  const body = markup`<p class="soft">A point on the line came true as promised; above it, the year after was harder than cross-validation said.</p>
${chart('promise-plot', 'Cross-validated RMSE across, realised RMSE up, one point a candidate and window', 'Across: RMSE in cross-validation. Up: RMSE of what came true. One point a candidate and window.')}
${table('The chosen candidate of each window', [...columns, number('Realised over promised'), text('Would have been best'), text('Why it was chosen')], rows)}`;
  return { id: 'promise', short: 'Cross-validation', title: 'Cross-validation against what came true', body };
}

function bestOf(candidates: ReportData['windows'][number]['candidates']): string {
  const known = Object.entries(candidates).flatMap(([name, { realised }]) =>
    realised.rmse === null ? [] : [{ name, rmse: realised.rmse }],
  );
  if (known.length === 0) return '–';
  const best = known.reduce((a, b) => (b.rmse < a.rmse ? b : a));
  return `${best.name} (${figure(best.rmse)})`;
}
