import { yardsticksText } from '../../core/backtest/yardstick.ts';
import { figure, ratioToNaive } from '../../core/contracts/figures.ts';
import { shown } from '../../core/contracts/visible.ts';
import type { PageData, PageSeries } from '../page-data.ts';
import { element, find, onChange, textTable, valueOf } from './dom.ts';
import { columnsOf, dateOf, type SeriesColumns } from './panel.ts';
import { colour, Plot, type PlotSpec } from './plot.ts';
import { seriesSearch } from './series-search.ts';

const RANKED = 5;

/** The chart of one series, its scores, its values, and the ways to choose another. */
export function showForecasts(data: PageData): void {
  const { series } = data.panel;
  if (series.length === 0) return;
  const plot = new Plot('forecast-plot');
  let [current] = series;
  const show = (one: PageSeries): void => {
    current = one;
    const columns = columnsOf(data, one, windowChosen());
    const ratio =
      one.ratio === null
        ? ''
        : ` · ${figure(one.ratio)} of the error of the ${yardsticksText(data.windows.map(({ naive }) => naive))}`;
    find('series-title').textContent = `${shown(one.id)}${ratio}`;
    plot.show(() => forecastSpec(data, columns));
    find('series-scores').replaceChildren(scoresOf(data, one));
    showNumbers(data, columns);
  };
  seriesSearch([...data.panel.segments, ...series], show);
  onChange('series-window', () => show(current));
  find('series-numbers').addEventListener('toggle', () => showNumbers(data, columnsOf(data, current, windowChosen())));
  rankInto('worst-series', series.slice(0, RANKED), show);
  rankInto(
    'best-series',
    series
      .filter(({ ratio }) => ratio !== null)
      .slice(-RANKED)
      .reverse(),
    show,
  );
  show(current);
}

function windowChosen(): number | 'all' {
  const value = valueOf('series-window');
  return value === 'all' ? 'all' : Number(value);
}

function forecastSpec({ axis, level }: PageData, columns: SeriesColumns): PlotSpec {
  const { seconds, y, yhat, lower, upper } = columns;
  const isHourly = axis.frequency === 'hour';
  const say = (_: unknown, value: number | null) => figure(value);
  const edge = { stroke: 'transparent', width: 0, points: { show: false }, value: say };
  const interval = `${Math.round(100 * level)} %`;
  return {
    data: [seconds, upper, lower, yhat, y],
    series: [
      { label: 'Date', value: (_, value) => (value === null ? '–' : dateOf(value, isHourly)) },
      { ...edge, label: `${interval} upper`, fill: colour('band') },
      { ...edge, label: `${interval} lower` },
      { label: 'Forecast', stroke: colour('c1'), width: 2, points: { show: false }, value: say },
      { label: 'Actual', stroke: colour('actual'), width: 1.5, points: { show: false }, value: say },
    ],
    bands: [{ series: [1, 2], fill: colour('band') }],
    describe: (index) =>
      `${dateOf(seconds[index], isHourly)}: actual ${figure(y[index])}, forecast ${figure(yhat[index])}, ` +
      `interval ${figure(lower[index])} to ${figure(upper[index])}`,
  };
}

function scoresOf({ windows }: PageData, { scores }: PageSeries): HTMLElement {
  const rows = windows.flatMap(({ label, naive: yardstick }, index) => {
    const score = scores[index];
    if (score === null) return [];
    const { rmse, naive } = score;
    return [[label, figure(rmse), yardstick, figure(naive), ratioToNaive(rmse, naive)]];
  });
  return textTable('This series by window', ['Window', 'RMSE', 'Yardstick', 'Its RMSE', 'Ratio'], rows);
}

/** Filled only while it is open: a table of all windows is long. */
function showNumbers({ axis }: PageData, { seconds, y, yhat, lower, upper }: SeriesColumns): void {
  const details = find<HTMLDetailsElement>('series-numbers');
  const place = details.querySelector('div');
  if (!details.open) return place?.replaceChildren();
  const isHourly = axis.frequency === 'hour';
  const rows = seconds.map((at, index) => [
    dateOf(at, isHourly),
    ...[y, yhat, lower, upper].map((column) => figure(column[index])),
  ]);
  place?.replaceChildren(textTable('Values in the chart', ['Date', 'Actual', 'Forecast', 'Lower', 'Upper'], rows));
}

function rankInto(id: string, series: readonly PageSeries[], choose: (one: PageSeries) => void): void {
  const items = series.map((one) => {
    const button = element(
      'button',
      { type: 'button', class: 'pick' },
      shown(one.id),
      element('span', { class: 'soft' }, figure(one.ratio)),
    );
    button.addEventListener('click', () => choose(one));
    return element('li', {}, button);
  });
  find(id).replaceChildren(...items);
}
