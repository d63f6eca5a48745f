import { alignedFigures } from '../../core/contracts/figures.ts';
import { inUnit } from '../unit.ts';
import { shown } from '../../core/contracts/visible.ts';
import type { PageData, PageExplained, PageExplanation } from '../page-data.ts';
import { find, onChange, textTable, valueOf } from './dom.ts';
import { colour, lineStyle, Plot, type PlotSpec, sayIn } from './plot.ts';

/** Digits of the largest figure of a table. */
const DIGITS = 6;

/** The parts of one series' newest forecast as lines, and of one date as sums. */
export function showExplained({ explained, unit }: PageData): void {
  if (explained === null) return;
  const plot = new Plot('explained-plot');
  const show = (): void => {
    const series = explained.series[Number(valueOf('explained-series'))];
    find('explained-what').textContent = `${shown(series.id)}, learned up to ${series.origin}`;
    plot.show(() => effectsSpec(explained, series, unit));
    showDate({ explained, series, at: Number(valueOf('explained-date')), unit });
  };
  onChange('explained-series', show);
  onChange('explained-date', show);
  show();
}

function effectsSpec(
  explained: PageExplained,
  { own, yhat, effects }: PageExplanation,
  unit: string | undefined,
): PlotSpec {
  const { seconds, dates } = own ?? explained;
  const say = sayIn(unit);
  return {
    data: [[...seconds], [...yhat], ...effects.map(({ values }) => [...values])],
    series: [
      { label: 'Date', value: (_, value) => (value === null ? '' : (dates[seconds.indexOf(value)] ?? '')) },
      { label: 'Forecast', stroke: colour('actual'), width: 2.5, points: { show: false }, value: say },
      ...effects.map(({ name }, index) => ({
        label: name,
        ...lineStyle(index),
        points: { show: false },
        value: say,
      })),
    ],
    yLabel: unit,
    describe: (index) => {
      const text = alignedFigures([yhat[index]], DIGITS);
      const parts = effects.map(({ name, values }) => `${name} ${text(values[index])}`);
      return `${dates[index]}: ${parts.join(', ')}; together ${text(yhat[index])}`;
    },
  };
}

interface ShownDate {
  readonly explained: PageExplained;
  readonly series: PageExplanation;
  readonly at: number;
  readonly unit: string | undefined;
}

function showDate({ explained: { dates, levels }, series, at, unit }: ShownDate): void {
  const { members, effects, intervals, share } = series;
  const [yhat, average] = [series.yhat[at], series.average[at]];
  const own = members.map((member) => member.yhat?.[at] ?? null);
  const text = alignedFigures([yhat, ...own, ...effects.map(({ values }) => values[at])], DIGITS);
  const rows = members.map(({ candidate, weight, part, isChoice }, k) => [
    isChoice ? `${candidate} (the choice)` : candidate,
    text(own[k]),
    weight.toFixed(4),
    part.toFixed(4),
    text(own[k] === null ? null : part * own[k]),
  ]);
  const titles = ['Member', 'Forecast', 'Weight in the average', 'Part of the forecast', 'Adds'];
  find('explained-members').replaceChildren(
    textTable(inUnit(`Members on ${dates[at]}`, unit), titles, [
      ...rows,
      ['Sum', '', '', sumOfParts(members), text(yhat)],
    ]),
  );
  const chosen = own[members.findIndex(({ isChoice }) => isChoice)] ?? average;
  const isByMembers = members.some((member) => member.yhat !== null);
  find('explained-sum').textContent = isByMembers
    ? `${share.toFixed(4)} × average ${text(average)} + ${(1 - share).toFixed(4)} × choice ${text(chosen)} = ${text(yhat)}`
    : 'No candidate could be fitted to the series: its last value forecasts.';
  const parts = effects.map(({ name, values }) => [name, text(values[at])]);
  find('explained-effects').replaceChildren(
    textTable(inUnit(`Parts on ${dates[at]}`, unit), ['Part', 'Adds'], [...parts, ['Sum', text(yhat)]]),
  );
  find('explained-intervals').replaceChildren(
    textTable(
      inUnit(`Intervals on ${dates[at]}`, unit),
      ['Level', 'Lower', 'Upper'],
      intervals.map(({ lower, upper }, k) => [
        `${Number((100 * levels[k]).toFixed(1))} %`,
        text(lower[at]),
        text(upper[at]),
      ]),
    ),
  );
}

function sumOfParts(members: PageExplanation['members']): string {
  return members.reduce((sum, { part }) => sum + part, 0).toFixed(4);
}
