import { yardsticksText } from '../../core/backtest/yardstick.ts';
import { figure, ratioToNaive } from '../../core/contracts/figures.ts';
import { inUnit, measured } from '../unit.ts';
import { rankings } from '../series/rankings.ts';
import { shown, visible } from '../../core/contracts/visible.ts';
import type { PageData, PageSeries } from '../page-data.ts';
import { element, find, onChange, textTable, valueOf } from './dom.ts';
import { columnsOf, dateOf, type SeriesColumns } from './panel.ts';
import { colour, Plot, type PlotSpec, sayIn } from './plot.ts';
import { seriesSearch } from './series-search.ts';

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
        : ` · ${figure(one.ratio)} of the RMSE of the ${yardsticksText(data.windows.map(({ naive }) => naive))}`;
    find('series-title').textContent = `${shown(one.id)}${ratio}`;
    find('series-title').title = visible(one.id);
    plot.show(() => forecastSpec(data, columns));
    find('series-scores').replaceChildren(scoresOf(data, one));
    showNumbers(data, columns);
  };
  seriesSearch([...data.panel.segments, ...series], show);
  onChange('series-window', () => show(current));
  find('series-numbers').addEventListener('toggle', () => showNumbers(data, columnsOf(data, current, windowChosen())));
  for (const { id, series: ranked } of rankings(series)) rankInto(id, ranked, show);
  show(current);
}

function windowChosen(): number | 'all' {
  const value = valueOf('series-window');
  return value === 'all' ? 'all' : Number(value);
}

function forecastSpec({ axis, level, unit }: PageData, columns: SeriesColumns): PlotSpec {
  const { seconds, y, yhat, lower, upper } = columns;
  const isHourly = axis.frequency === 'hour';
  const say = sayIn(unit);
  const edge = { stroke: 'transparent', width: 0, points: { show: false }, value: say };
  const interval = `${Math.round(100 * level)} %`;
  return {
    data: [seconds, upper, lower, yhat, y],
    series: [
      { label: 'Date', value: (_, value) => (value === null ? '' : dateOf(value, isHourly)) },
      {
        ...edge,
        label: `${interval} interval`,
        fill: colour('band'),
        value: (_, value, ...[, index]) =>
          value === null || index === null ? '' : `${figure(lower[index])} to ${measured(value, unit)}`,
      },
      { ...edge, label: `${interval} lower`, class: 'unlisted' },
      { label: 'Forecast', stroke: colour('c1'), width: 2, points: { show: false }, value: say },
      { label: 'Actual', stroke: colour('actual'), width: 1.5, points: { show: false }, value: say },
    ],
    yLabel: unit,
    bands: [{ series: [1, 2], fill: colour('band') }],
    describe: (index) =>
      `${dateOf(seconds[index], isHourly)}: actual ${measured(y[index], unit)}, forecast ${measured(yhat[index], unit)}, ` +
      `interval ${figure(lower[index])} to ${measured(upper[index], unit)}`,
  };
}

function scoresOf({ windows, unit }: PageData, { scores }: PageSeries): HTMLElement {
  const rows = windows.flatMap(({ label, naive: yardstick }, index) => {
    const score = scores[index];
    if (score === null) return [];
    const { rmse, naive } = score;
    return [[label, figure(rmse), yardstick, figure(naive), ratioToNaive(rmse, naive)]];
  });
  return textTable(
    'This series by window',
    ['Window', inUnit('RMSE', unit), 'Yardstick', 'Its RMSE', 'Of its RMSE'],
    rows,
  );
}

/** Filled only while it is open: a table of all windows is long. */
function showNumbers({ axis, unit }: PageData, { seconds, y, yhat, lower, upper }: SeriesColumns): void {
  const details = find<HTMLDetailsElement>('series-numbers');
  const place = details.querySelector('div');
  if (!details.open) return place?.replaceChildren();
  const isHourly = axis.frequency === 'hour';
  const rows = seconds.map((at, index) => [
    dateOf(at, isHourly),
    ...[y, yhat, lower, upper].map((column) => figure(column[index])),
  ]);
  place?.replaceChildren(
    textTable(inUnit('Values in the chart', unit), ['Date', 'Actual', 'Forecast', 'Lower', 'Upper'], rows),
  );
}

function rankInto(id: string, series: readonly PageSeries[], choose: (one: PageSeries) => void): void {
  const items = series.map((one) => {
    const button = element(
      'button',
      { type: 'button', class: 'pick', title: visible(one.id) },
      element('span', { class: 'name' }, element('bdi', {}, shown(one.id))),
      element('span', { class: 'soft' }, `${figure(one.ratio)} of the naive's RMSE`),
    );
    button.addEventListener('click', () => choose(one));
    return element('li', {}, button);
  });
  find(id).replaceChildren(...items);
}
