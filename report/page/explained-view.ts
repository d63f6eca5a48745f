import { shown } from '../../core/contracts/visible.ts';
import type { PageData, PageExplained, PageExplanation } from '../page-data.ts';
import { find, onChange, textTable, valueOf } from './dom.ts';
import { colour, lineStyle, Plot, type PlotSpec } from './plot.ts';

/** The parts of one series' newest forecast as lines, and of one date as sums. */
export function showExplained({ explained }: PageData): void {
  if (explained === null) return;
  const plot = new Plot('explained-plot');
  const show = (): void => {
    const series = explained.series[Number(valueOf('explained-series'))];
    find('explained-what').textContent = `${shown(series.id)}, learned up to ${series.origin}`;
    plot.show(() => effectsSpec(explained, series));
    showDate(explained, series, Number(valueOf('explained-date')));
  };
  onChange('explained-series', show);
  onChange('explained-date', show);
  show();
}

function effectsSpec(explained: PageExplained, { own, yhat, effects }: PageExplanation): PlotSpec {
  const { seconds, dates } = own ?? explained;
  const say = (_: unknown, value: number | null) => decimals([value])(value);
  return {
    data: [[...seconds], [...yhat], ...effects.map(({ values }) => [...values])],
    series: [
      { label: 'Date', value: (_, value) => (value === null ? '–' : (dates[seconds.indexOf(value)] ?? '–')) },
      { label: 'Forecast', stroke: colour('actual'), width: 2.5, points: { show: false }, value: say },
      ...effects.map(({ name }, index) => ({
        label: name,
        ...lineStyle(index),
        points: { show: false },
        value: say,
      })),
    ],
    describe: (index) => {
      const text = decimals([yhat[index]]);
      const parts = effects.map(({ name, values }) => `${name} ${text(values[index])}`);
      return `${dates[index]}: ${parts.join(', ')}; together ${text(yhat[index])}`;
    },
  };
}

function showDate({ dates, levels }: PageExplained, series: PageExplanation, at: number): void {
  const { members, effects, intervals, share } = series;
  const [yhat, average] = [series.yhat[at], series.average[at]];
  const own = members.map((member) => member.yhat?.[at] ?? null);
  const text = decimals([yhat, ...own, ...effects.map(({ values }) => values[at])]);
  const rows = members.map(({ candidate, weight, part, isChoice }, k) => [
    isChoice ? `${candidate} (the choice)` : candidate,
    text(own[k]),
    weight.toFixed(4),
    part.toFixed(4),
    text(own[k] === null ? null : part * own[k]),
  ]);
  const titles = ['Member', 'Forecast', 'Weight in the average', 'Part of the forecast', 'Adds'];
  find('explained-members').replaceChildren(
    textTable(`Members on ${dates[at]}`, titles, [...rows, ['Sum', '', '', '1.0000', text(yhat)]]),
  );
  const chosen = own[members.findIndex(({ isChoice }) => isChoice)] ?? average;
  find('explained-sum').textContent =
    `${share.toFixed(4)} × average ${text(average)} + ${(1 - share).toFixed(4)} × choice ${text(chosen)} = ${text(yhat)}`;
  const parts = effects.map(({ name, values }) => [name, text(values[at])]);
  find('explained-effects').replaceChildren(
    textTable(`Parts on ${dates[at]}`, ['Part', 'Adds'], [...parts, ['Sum', text(yhat)]]),
  );
  find('explained-intervals').replaceChildren(
    textTable(
      `Intervals on ${dates[at]}`,
      ['Level', 'Lower', 'Upper'],
      intervals.map(({ lower, upper }, k) => [
        `${Number((100 * levels[k]).toFixed(1))} %`,
        text(lower[at]),
        text(upper[at]),
      ]),
    ),
  );
}

/** The same decimals for all, so that a column can be added up; a dash where there is no forecast. */
function decimals(values: readonly (number | null)[]): (value: number | null) => string {
  const largest = Math.max(...values.map((value) => Math.abs(value ?? 0)), Number.MIN_VALUE);
  const digits = Math.min(9, Math.max(0, 6 - Math.max(1, Math.ceil(Math.log10(largest)))));
  return (value) => (value === null ? '–' : value.toFixed(digits));
}
