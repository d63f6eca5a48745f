import { figure, percent, plural, rangeText, thousands } from '../../core/contracts/figures.ts';
import { perfectNaives, usersRatio, usersScores } from '../../core/evaluate/users-error.ts';
import { markup, type Content, type Markup } from '../markup.ts';
import type { ReportData } from '../report-data.ts';
import { headline, refreshesOf } from './headline.ts';

interface Tile {
  readonly label: string;
  readonly value: Content;
  readonly note: string;
}

/** The page's head: what was forecasted, and in a few figures how well. */
export function overview(data: ReportData): Markup {
  const { dataset, windows, executions } = data;
  const isReplay = windows.length > 1 || executions.some(({ machine }) => machine === 'replay');
  const [first, last] = [windows.at(0), windows.at(-1)];
  const span =
    first === undefined || last === undefined
      ? 'no window'
      : rangeText({ start: first.train.start, end: last.evaluate.end });
  return markup`<header class="top"><div><p class="soft small">${isReplay ? 'Replay' : 'Pipeline run'} of data set <code>${dataset.name}</code> · ${span}</p>
<h1>${dataset.description}</h1>${headline(data).map((sentence) => markup`<p class="lead">${sentence}</p>`)}
<ul class="tiles">${tilesOf(data)
    .filter(({ value }) => value !== '–')
    .map(tile)}</ul>${leftOutList(data)}</div></header>`;
}

/** Before anything else is read: what the figures do not know of. */
function leftOutList({ leftOut }: ReportData): Markup | undefined {
  if (leftOut.length === 0) return undefined;
  return markup`<h2 class="left-out" id="left-out">What was used, and what was left out</h2><ul aria-labelledby="left-out">${leftOut.map((sentence) => markup`<li>${sentence}</li>`)}</ul>`;
}

function tile({ label, value, note }: Tile): Markup {
  return markup`<li><span class="label">${label}</span><strong>${value}</strong><span class="soft small">${note}</span></li>`;
}

function tilesOf(data: ReportData): readonly Tile[] {
  const { windows, dataset, series, versions, quarantine } = data;
  const last = windows.at(-1);
  const ratio = meanOf(windows.map(usersRatio));
  const coverage = meanOf(windows.map((window) => usersScores(window).coverage));
  const inProduction = last?.production.looks.at(-1)?.version ?? last?.production.version;
  const live = versions.find(({ stage }) => stage === 'Production')?.version ?? inProduction;
  const refused = quarantine.reasons.reduce((sum, { rows }) => sum + rows, 0);
  const joined = windows.reduce((sum, { counts }) => sum + counts.joined, 0);
  return [
    {
      label: 'Error against the naive',
      value: figure(ratio),
      note: perfectNaives(windows) ?? "of the naive's RMSE, the mean over windows; below 1 is better",
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

function refreshTile(windows: ReportData['windows']): readonly Tile[] {
  const { fitted, live, refused } = refreshesOf(windows);
  if (fitted.length === 0) return [];
  return [{ label: 'Refreshes', value: thousands(live.length), note: `of looks went live, ${refused.length} refused` }];
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
