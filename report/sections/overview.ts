import { yardsticksText } from '../../core/backtest/yardstick.ts';
import { figure, NAIVE_ERRS_NOWHERE, percent, plural, rangeText, thousands } from '../../core/contracts/figures.ts';
import { markup, type Content, type Markup } from '../markup.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import type { ReportData } from '../report-data.ts';

interface Tile {
  readonly label: string;
  readonly value: Content;
  readonly note: string;
}

/** The page's head: what was forecasted, and in a few figures how well. */
export function overview(data: ReportData): Markup {
  const { dataset, windows } = data;
  const [first, last] = [windows.at(0), windows.at(-1)];
  const span =
    first === undefined || last === undefined
      ? 'no window'
      : rangeText({ start: first.train.start, end: last.evaluate.end });
  return markup`<header class="top"><div><p class="soft small">${windows.length > 1 ? 'Replay' : 'Pipeline run'} of data set <code>${dataset.name}</code> · ${span}</p>
<h1>${dataset.description}</h1><p class="lead">${headline(data)}</p>
<ul class="tiles">${tilesOf(data).map(tile)}</ul>${leftOutList(data)}</div></header>`;
}

/** Before anything else is read: what the figures do not know of. */
function leftOutList({ leftOut }: ReportData): Markup | undefined {
  if (leftOut.length === 0) return undefined;
  return markup`<h2 class="left-out" id="left-out">What was left out, and why</h2><ul aria-labelledby="left-out">${leftOut.map((sentence) => markup`<li>${sentence}</li>`)}</ul>`;
}

function tile({ label, value, note }: Tile): Markup {
  return markup`<li><span class="label">${label}</span><strong>${value}</strong><span class="soft small">${note}</span></li>`;
}

function tilesOf(data: ReportData): readonly Tile[] {
  const { windows, dataset, series, versions, quarantine } = data;
  const last = windows.at(-1);
  const ratio = meanOf(windows.map(ratioOf));
  const coverage = meanOf(windows.map((window) => usersScores(window).coverage));
  const inProduction = last?.production.looks.at(-1)?.version ?? last?.production.version;
  const live = versions.find(({ stage }) => stage === 'Production')?.version ?? inProduction;
  const refused = quarantine.reasons.reduce((sum, { rows }) => sum + rows, 0);
  const joined = windows.reduce((sum, { counts }) => sum + counts.joined, 0);
  return [
    {
      label: 'Error over the naive',
      value: figure(ratio),
      note: perfectNaives(windows) ?? 'mean RMSE ratio of what users got; below 1 is better',
    },
    { label: 'Interval coverage', value: percent(coverage), note: `wanted ${percent(dataset.level)}` },
    ...(live === undefined || live === null
      ? []
      : [{ label: 'In Production', value: `v${live}`, note: `at the end, of ${plural(versions.length, 'version')}` }]),
    ...refreshTile(windows),
    { label: 'Scored', value: thousands(joined), note: `forecasts of ${plural(series.length, 'series', 'series')}` },
    {
      label: 'Windows',
      value: windowsText(data),
      note: `${dataset.training.length} to learn, ${dataset.evaluation.length} to come true`,
    },
    {
      label: 'Quarantined',
      value: thousands(refused),
      note: refused === 1 ? 'row, with its reason' : 'rows, with their reasons',
    },
  ];
}

/** Those that were lived through and scored, of all. */
function windowsText({ windows, failed, skipped }: ReportData): string {
  const scored = windows.filter(({ notScored }) => notScored === null).length;
  const all = windows.length + failed.length + skipped.length;
  return scored === all ? thousands(all) : `${thousands(scored)} of ${thousands(all)}`;
}

function headline({ windows }: ReportData): string {
  const scored = windows.flatMap((window) => {
    const ratio = ratioOf(window);
    return ratio === null ? [] : [{ window, ratio }];
  });
  const unmeasured = perfectNaives(windows);
  if (scored.length === 0) return unmeasured ?? 'No window has both a realised error and a naive error yet.';
  const better = scored.filter(({ ratio }) => ratio < 1).length;
  const worst = scored.reduce((a, b) => (b.ratio > a.ratio ? b : a));
  return (
    `What users got beat the ${yardsticksText(windows.map(({ yardstick }) => yardstick.name))} in ${better} of ${plural(scored.length, 'window')}. ` +
    `The hardest window was ${rangeText(worst.window.evaluate)}, with ${figure(worst.ratio)} of the error of the ${worst.window.yardstick.name}.` +
    (unmeasured === undefined ? '' : ` ${unmeasured}`)
  );
}

/** In how many windows there is no ratio to the naive, since it does not err; undefined where there is none. */
function perfectNaives(windows: ReportData['windows']): string | undefined {
  const perfect = windows.filter(({ naiveRmse }) => naiveRmse === 0).length;
  return perfect === 0 ? undefined : `In ${plural(perfect, 'window')} ${NAIVE_ERRS_NOWHERE}: there is no ratio to it.`;
}

/** Of the forecasts that were in force; of the window's own, where nothing was in Production. */
function usersScores({ production, realised }: RunRecord) {
  return production.realised ?? realised;
}

function refreshTile(windows: readonly RunRecord[]): readonly Tile[] {
  const fitted = windows.flatMap(({ production: { looks } }) =>
    looks.filter((look) => look.kind === 'refresh' && look.fitted !== null),
  );
  if (fitted.length === 0) return [];
  const refused = fitted.filter(({ refusals }) => refusals.length > 0).length;
  return [
    { label: 'Refreshes', value: thousands(fitted.length - refused), note: `of looks went live, ${refused} refused` },
  ];
}

/** RMSE of what users got over the yardstick's. */
function ratioOf(window: RunRecord): number | null {
  const { rmse } = usersScores(window);
  return rmse === null || window.naiveRmse === null || window.naiveRmse === 0 ? null : rmse / window.naiveRmse;
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
