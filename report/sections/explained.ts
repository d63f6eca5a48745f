import { shellWord } from '../../core/contracts/command-words.ts';
import { plural, rangeText } from '../../core/contracts/figures.ts';
import { markup } from '../markup.ts';
import type { PageExplained } from '../page-data.ts';
import type { ReportData } from '../report-data.ts';
import { chart, choice, type Section } from './section.ts';

/** What the newest forecast is made of, for one series and date at a time: the script fills it from the page's data. */
export function explained(
  { explained: gathered, dataset, place }: ReportData,
  page: PageExplained | null,
): Section | undefined {
  if (gathered === undefined || page === null) return undefined;
  const { version, recipe, range, runId } = gathered;
  const series = page.series.map(({ id }, index) => [String(index), id] as const);
  const dates = page.dates.map((date, index) => [String(index), date] as const);
  const [uniqueId = '', date = ''] = [page.series[0]?.id, page.dates[0]];
  const command = explainCommand({ dataset: dataset.name, place, series: shellWord(uniqueId), date });
  const body = markup`<p class="soft">The newest forecasts, ${rangeText(range)}, of version ${version} (${recipe}), published by run <code>${runId}</code>:
their parts add up to the forecast. Here for ${plural(series.length, 'series', 'series')}; for every series and date: <code>${command}</code>.</p>
<div class="controls">${choice('explained-series', 'Series', series)}${choice('explained-date', 'Date', dates)}</div>
<p id="explained-what" class="series-title" aria-live="polite"></p>
${chart('explained-plot', 'What trend, seasons, holidays and members without parts add to the forecast, by date', 'What each part adds to the forecast, over all members by their share in it; the sum of the lines is the forecast.')}
<div id="explained-members"></div><p id="explained-sum"></p><div id="explained-effects"></div><div id="explained-intervals"></div>`;
  return { id: 'explained', short: 'Why', title: 'What the newest forecast is made of', body };
}

interface Asked {
  readonly place: string;
  readonly dataset: string;
  readonly series: string;
  readonly date: string;
}

function explainCommand({ place, dataset, series, date }: Asked): string {
  return `npm run models -- explain ${place} --dataset ${dataset} --series ${series} --date ${date}`;
}
