import { plural, rangeText } from '../../core/contracts/figures.ts';
import { markup, type Markup } from '../markup.ts';
import type { PagePanel } from '../page-data.ts';
import type { ReportData } from '../report-data.ts';
import { rankings } from '../series/rankings.ts';
import { chart, choice, type Section } from './section.ts';

/** Actual against forecast: the script fills it from the page's data. */
export function forecasts({ windows }: ReportData, panel: PagePanel): Section {
  const options = windows.map(({ evaluate }, index) => [String(index), rangeText(evaluate)] as const);
  const body = markup`<p class="soft">${noteOn(panel)}</p>
<div class="controls">
<div class="field grow"><label for="series-search">Series</label><input id="series-search" type="search" role="combobox" autocomplete="off" spellcheck="false" aria-expanded="false" aria-controls="series-results" aria-autocomplete="list" placeholder="Search ${searched(panel)}">
<ul id="series-results" role="listbox" aria-label="Series found" hidden></ul></div>
${choice('series-window', 'Window', [['all', 'All windows'], ...options])}</div>
<p id="series-title" class="series-title" aria-live="polite"></p>
${chart('forecast-plot', 'Actual values against the forecast with its interval; the arrow keys read values', 'Arrow keys or a finger read values; drag across to zoom in, double click to zoom out.')}
<div id="series-scores"></div>
<details id="series-numbers"><summary>The values as a table</summary><div></div></details>
${ranking(panel)}
<noscript><p>The charts need JavaScript; all tables of this page are readable without.</p></noscript>`;
  return { id: 'forecasts', short: 'Forecasts', title: 'Actual against forecast', body };
}

function ranking({ series }: PagePanel): Markup | undefined {
  const lists = rankings(series).map(({ id, title }) => markup`<div><h3>${title}</h3><ol id="${id}"></ol></div>`);
  return lists.length === 0 ? undefined : markup`<div class="ranking">${lists}</div>`;
}

function searched({ series, segments }: PagePanel): string {
  const all = plural(series.length, 'series', 'series');
  return segments.length === 0 ? all : `${all} and ${plural(segments.length, 'segment')}`;
}

function noteOn({ series, inAll }: PagePanel): string {
  const buckets = Math.max(1, ...series.map(({ bucket }) => bucket));
  const kept =
    series.length < inAll
      ? ` Of ${plural(inAll, 'series', 'series')}, the page holds the worst and the best ${series.length}.`
      : '';
  const coarse =
    buckets === 1
      ? ''
      : ` To keep the page small, the ten worst and ten best show every period, the others means of ${buckets} periods.`;
  return `The forecasts that were in force on each date: those that users got, refreshes included.${kept}${coarse}`;
}
