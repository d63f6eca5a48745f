import { figure, NAIVE_ERRS_NOWHERE, percent, rangeText, thousands } from '../../core/contracts/figures.ts';
import { scoredText } from '../../core/contracts/scored-text.ts';
import { markup, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { badge, foldedRows, number, table, text } from '../table.ts';
import { inUnit, unitOf } from '../unit.ts';
import { foldsTables } from './folds.ts';
import { chart, choice, type Section } from './section.ts';

const METRICS = [
  ['rmse', 'RMSE', 'target'],
  ['mae', 'Mean absolute error', 'target'],
  ['bias', 'Bias (positive: too high)', 'target'],
  ['smape', 'Symmetric MAPE', 'share of both'],
  ['mase', 'Mean absolute scaled error', "in the naive's"],
  ['coverage', 'Interval coverage', 'share of the values'],
  ['winkler', 'Winkler score of the interval', 'target'],
  ['scaledCrps', 'Scaled CRPS over all intervals', 'no unit'],
] as const;

/** Error by window, horizon and candidate. */
export function errors({ windows, dataset }: ReportData): Section {
  const unit = unitOf(dataset);
  const metrics = METRICS.map(([value, title, of]) => [value, inUnit(title, of === 'target' ? unit : of)] as const);
  const windowOptions = windows.map(({ evaluate }, index) => [String(index + 1), rangeText(evaluate)] as const);
  const body = markup`<div class="controls">${choice('error-metric', 'Metric', metrics)}</div>
${chart('window-plot', 'Realised error of the recipe and of every candidate by window', 'The version of each window and its candidates as if no look had refreshed them, beside what was in force; the best of each cross-validation is ringed.')}
<h3>By horizon</h3><div class="controls">${choice('horizon-window', 'Window', [['0', 'All windows together'], ...windowOptions])}</div>
${chart('horizon-plot', 'RMSE of the recipe and of every candidate by steps ahead', `${inUnit('RMSE', unit)} by steps ahead, each one ${dataset.frequency}, held for the whole window; a point stands for the steps up to it.`)}
${segmentTable(windows, unit)}<details><summary>Every candidate in every window as a table</summary>${scaleText(windows)}${errorTable(windows, unit)}</details>`;
  return { id: 'errors', short: 'Errors', title: 'Error by window, horizon and candidate', body };
}

/** Of the forecasts that were in force; absent where the panel has no segments. */
function segmentTable(windows: ReportData['windows'], unit: string | undefined): Markup | undefined {
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
  const errors = ['RMSE', 'MAE', 'Bias'].map((title) => number(inUnit(title, unit)));
  const columns = [text('Segment'), text('Window'), ...errors, number('MASE')];
  const body = table('What users got, by segment', [...columns, number('Coverage'), number('Rows')], rows);
  return markup`<h3>By segment</h3>${foldedRows('segments by window', body, rows)}`;
}

/** Why a figure that is scaled by the naive is a dash; nothing where none is. */
function scaleText(windows: ReportData['windows']): Markup | undefined {
  const isUnscaled = windows.some(({ realised: { rmse, mase } }) => rmse !== null && mase === null);
  if (!isUnscaled) return undefined;
  return markup`<p class="soft">MASE and scaled CRPS are a dash where every series is constant in training, or shorter than the yardstick looks back: ${NAIVE_ERRS_NOWHERE} there, or there is none, and nothing to scale by.</p>`;
}

function errorTable(windows: ReportData['windows'], unit: string | undefined): Markup {
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
  const errors = ['RMSE', 'MAE', 'Bias'].map((title) => number(inUnit(title, unit)));
  const columns = [text('Window'), text('Forecast'), ...errors, number('sMAPE')];
  const ofInterval = [number('Coverage'), number('Winkler'), number('Scaled CRPS')];
  return table('Realised errors', [...columns, number('MASE'), ...ofInterval], rows);
}

/** What cross-validation promised, and what came true. */
export function crossValidation({ windows, selections, dataset }: ReportData): Section {
  const unit = unitOf(dataset);
  const isWhole = windows.every(({ crossValidation: { pointsScored, pointsInAll } }) => pointsScored === pointsInAll);
  const isOne = new Set(windows.map(({ recipe }) => recipe)).size < 2;
  const rows = windows.map((window) => {
    const { evaluate, candidates, reason, recipe } = window;
    const [promised, realised] = [window.crossValidation.rmse, window.realised.rmse];
    return [
      rangeText(evaluate),
      isOne ? '–' : recipe,
      figure(promised),
      isWhole ? '–' : scoredText(window.crossValidation),
      figure(realised),
      promised === null || realised === null || promised === 0 ? '–' : figure(realised / promised),
      bestOf(candidates),
      reason,
    ];
  });
  const columns = [
    text('Window'),
    text('Recipe'),
    number(inUnit('Promised RMSE', unit)),
    text('Scored'),
    number('Realised RMSE'),
  ];
  const body = markup`<p class="soft">A point on the line came true as promised; above it, the window was harder than cross-validation said.</p>
${chart('promise-plot', 'Cross-validated RMSE across, realised RMSE up, one point a candidate and window', `${inUnit('Across: RMSE', unit)} in cross-validation. ${inUnit('Up: RMSE', unit)} of what came true, held for the window. One point a candidate or recipe and window.`)}
${foldedRows('windows, one by one', table(`What cross-validation promised of the recipe${isOne && windows.length > 0 ? ` (${windows[0].recipe} in every window)` : ''}, what came true, and its best candidate`, [...columns, number('Of the promised'), text('Would have been best'), text('Best in cross-validation, and why')], rows), rows)}${foldsTables(selections, unit)}`;
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
