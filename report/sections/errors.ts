import { figure, NAIVE_ERRS_NOWHERE, percent, rangeText, thousands } from '../../core/contracts/figures.ts';
import { markup, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { badge, number, table, text } from '../table.ts';
import { foldsTables } from './folds.ts';
import { chart, choice, type Section } from './section.ts';

const METRICS = [
  ['rmse', 'RMSE'],
  ['mae', 'Mean absolute error'],
  ['bias', 'Bias (positive: too high)'],
  ['smape', 'Symmetric MAPE'],
  ['mase', 'Mean absolute scaled error'],
  ['coverage', 'Interval coverage'],
  ['winkler', 'Winkler score of the interval'],
  ['scaledCrps', 'Scaled CRPS over all intervals'],
] as const;

/** Error by window, horizon and candidate. */
export function errors({ windows, dataset }: ReportData): Section {
  const windowOptions = windows.map(({ evaluate }, index) => [String(index + 1), rangeText(evaluate)] as const);
  const body = markup`<div class="controls">${choice('error-metric', 'Metric', METRICS)}</div>
${chart('window-plot', 'Realised error of the recipe and of every candidate by window', 'The version of each window and its candidates as if no look had refreshed them, beside what was in force; the best of each cross-validation is ringed.')}
<h3>By horizon</h3><div class="controls">${choice('horizon-window', 'Window', [['0', 'All windows together'], ...windowOptions])}</div>
${chart('horizon-plot', 'RMSE of the recipe and of every candidate by steps ahead', `RMSE by steps ahead, in units of one ${dataset.frequency}, held for the whole window; a point stands for the steps up to it.`)}
${segmentTable(windows)}<details><summary>Every candidate in every window as a table</summary>${scaleText(windows)}${errorTable(windows)}</details>`;
  return { id: 'errors', short: 'Errors', title: 'Error by window, horizon and candidate', body };
}

/** Of the forecasts that were in force; absent where the panel has no segments. */
function segmentTable(windows: ReportData['windows']): Markup | undefined {
  const rows = windows.flatMap(({ evaluate, production: { bySegment } }) =>
    bySegment.map(({ segment, realised, joined }) => [
      segment,
      rangeText(evaluate),
      figure(realised.rmse),
      figure(realised.mae),
      figure(realised.bias),
      figure(realised.mase),
      percent(realised.coverage),
      thousands(joined),
    ]),
  );
  if (rows.length === 0) return undefined;
  const columns = [text('Segment'), text('Window'), number('RMSE'), number('MAE'), number('Bias'), number('MASE')];
  const body = table('What users got, by segment', [...columns, number('Coverage'), number('Rows')], rows);
  return markup`<h3>By segment</h3>${body}`;
}

/** Why a figure that is scaled by the naive is a dash; nothing where none is. */
function scaleText(windows: ReportData['windows']): Markup | undefined {
  const isUnscaled = windows.some(({ realised: { rmse, mase } }) => rmse !== null && mase === null);
  if (!isUnscaled) return undefined;
  return markup`<p class="soft">MASE and scaled CRPS are a dash where every series is constant in training, or shorter than the yardstick looks back: ${NAIVE_ERRS_NOWHERE} there, or there is none, and nothing to scale by.</p>`;
}

function errorTable(windows: ReportData['windows']): Markup {
  const rows = windows.flatMap(({ evaluate, candidates, chosen, recipe, realised: ofRecipe, production }) => {
    const lived = production.realised === null ? [] : [['in force', { realised: production.realised }] as const];
    const all = [...lived, [recipe, { realised: ofRecipe }] as const, ...Object.entries(candidates)];
    return all.map(([name, { realised }]) => [
      rangeText(evaluate),
      name === chosen ? markup`${name} ${badge('live', 'best in cross-validation')}` : name,
      figure(realised.rmse),
      figure(realised.mae),
      figure(realised.bias),
      figure(realised.smape),
      figure(realised.mase),
      percent(realised.coverage),
      figure(realised.winkler),
      figure(realised.scaledCrps),
    ]);
  });
  const columns = [text('Window'), text('Forecast'), number('RMSE'), number('MAE'), number('Bias'), number('sMAPE')];
  const ofInterval = [number('Coverage'), number('Winkler'), number('Scaled CRPS')];
  return table('Realised errors', [...columns, number('MASE'), ...ofInterval], rows);
}

/** What cross-validation promised, and what came true. */
export function crossValidation({ windows, selections }: ReportData): Section {
  const rows = windows.map((window) => {
    const { evaluate, candidates, reason, recipe } = window;
    const [promised, realised] = [window.crossValidation.rmse, window.realised.rmse];
    return [
      rangeText(evaluate),
      recipe,
      figure(promised),
      figure(realised),
      promised === null || realised === null || promised === 0 ? '–' : figure(realised / promised),
      bestOf(candidates),
      reason,
    ];
  });
  const columns = [text('Window'), text('Recipe'), number('Cross-validated RMSE'), number('Realised RMSE')];
  const body = markup`<p class="soft">A point on the line came true as promised; above it, the window was harder than cross-validation said.</p>
${chart('promise-plot', 'Cross-validated RMSE across, realised RMSE up, one point a candidate and window', 'Across: RMSE in cross-validation. Up: RMSE of what came true, held for the window. One point a candidate or recipe and window.')}
${table('The recipe of each window, and the best candidate of its cross-validation', [...columns, number('Realised over promised'), text('Would have been best'), text('Best in cross-validation, and why')], rows)}${foldsTables(selections)}`;
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
