import type uPlot from 'uplot';
import { yardsticksText } from '../../core/backtest/yardstick.ts';
import { percent } from '../../core/contracts/figures.ts';
import { inUnit, measured } from '../unit.ts';
import type { PageData, PageWindow } from '../page-data.ts';
import { onChange, valueOf } from './dom.ts';
import { colour, lineStyle, numbersAcross, Plot, type PlotSpec, sayIn } from './plot.ts';

type Metric = keyof PageWindow['scores'][string]['realised'];

const NAIVE = { stroke: '', width: 1.5, dash: [3, 4] };
/** Those that are measured as the target is; the others are shares, or have no unit. */
const OF_TARGET: ReadonlySet<Metric> = new Set(['rmse', 'mae', 'bias', 'winkler']);

/** Realised error by window and by steps ahead. */
export function showErrors(data: PageData): void {
  const byWindow = new Plot('window-plot');
  const byHorizon = new Plot('horizon-plot');
  const showWindows = () => byWindow.show(() => windowSpec(data, valueOf('error-metric') as Metric));
  const showHorizon = () => byHorizon.show(() => horizonSpec(data, Number(valueOf('horizon-window'))));
  onChange('error-metric', showWindows);
  onChange('horizon-window', showHorizon);
  showWindows();
  showHorizon();
}

function windowSpec({ windows, candidates, level, unit: ofTarget }: PageData, metric: Metric): PlotSpec {
  const unit = OF_TARGET.has(metric) ? ofTarget : undefined;
  const sayValue = (value: number | null) => (metric === 'coverage' ? percent(value) : measured(value, unit));
  const say = (_: unknown, value: number | null) => (value === null ? '' : sayValue(value));
  const x = windows.map((_, index) => index);
  const columns = candidates.map((name) =>
    windows.map(({ scores }) => (Object.hasOwn(scores, name) ? scores[name].realised[metric] : null)),
  );
  const lines = candidates.map((name, index) => ({
    label: name,
    ...lineStyle(index),
    points: ringsOf(name, windows),
    value: say,
  }));
  const yardstick = yardstickOf(metric, windows, level);
  const lived = windows.some(({ production }) => production.rmse !== null) && metric === 'rmse';
  const inForce = windows.map(({ production }) => production.rmse);
  const all = [...columns, ...(yardstick === undefined ? [] : [yardstick.values]), ...(lived ? [inForce] : [])];
  return {
    data: [x, ...all],
    series: [
      { label: 'Window', value: (_, value) => (value === null ? '' : windows[value].label) },
      ...lines,
      ...(yardstick === undefined ? [] : [{ ...NAIVE, label: yardstick.label, stroke: colour('soft'), value: say }]),
      ...(lived ? [{ label: 'In Production', stroke: colour('actual'), width: 3, value: say }] : []),
    ],
    scales: { x: { time: false, range: [-0.25, windows.length - 0.75] } },
    x: {
      splits: everyFew(windows),
      values: (_, at) => at.map((index) => windows[index]?.label.split(' to ')[0] ?? ''),
    },
    yLabel: unit,
    describe: (index) =>
      `${windows[index].label}: ${candidates.map((name, at) => `${name} ${sayValue(columns[at][index])}`).join(', ')}`,
  };
}

function yardstickOf(metric: Metric, windows: readonly PageWindow[], level: number) {
  const label = yardsticksText(windows.map(({ naive }) => naive));
  if (metric === 'rmse') return { label, values: windows.map(({ naiveRmse }) => naiveRmse) };
  if (metric === 'coverage') return { label: 'Wanted', values: windows.map(() => level) };
  return metric === 'bias' ? { label: 'None', values: windows.map(() => 0) } : undefined;
}

/** Points where the candidate was the chosen one. */
function ringsOf(name: string, windows: readonly PageWindow[]): uPlot.Series.Points {
  const chosen = windows.flatMap((window, index) => (window.chosen === name ? [index] : []));
  return {
    show: true,
    size: 11,
    width: 2.5,
    fill: colour('card'),
    filter: (_, __, isShown) => (isShown ? chosen : null),
  };
}

/** As many ticks as dates have room. */
function everyFew(windows: readonly PageWindow[]): (plot: uPlot) => number[] {
  return ({ width }) => {
    const step = Math.max(1, Math.ceil(windows.length / Math.max(1, Math.floor(width / devicePixelRatio / 95))));
    return windows.map((_, index) => index).filter((index) => index % step === 0);
  };
}

function horizonSpec({ horizons, candidates, unit }: PageData, window: number): PlotSpec {
  const { steps, rmse } = horizons[window];
  const shown = candidates.filter((name) => Object.hasOwn(rmse, name));
  return {
    data: [[...steps], ...shown.map((name) => [...rmse[name]])],
    series: [
      { label: 'Steps ahead', value: (_, value) => (value === null ? '' : `up to ${value}`) },
      ...shown.map((name) => ({ label: name, ...lineStyle(candidates.indexOf(name)), value: sayIn(unit) })),
    ],
    scales: { x: { time: false } },
    x: numbersAcross(),
    yLabel: inUnit('RMSE', unit),
    describe: (index) =>
      `up to ${steps[index]} steps: ${shown.map((name) => `${name} ${measured(rmse[name][index], unit)}`).join(', ')}`,
  };
}
