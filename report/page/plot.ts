import uPlot from 'uplot';
import { measured } from '../unit.ts';
import { dateTicks, numberTicks, type Tick } from '../ticks.ts';
import { find } from './dom.ts';

export interface PlotSpec {
  readonly data: uPlot.AlignedData;
  readonly series: readonly uPlot.Series[];
  readonly bands?: readonly uPlot.Band[];
  readonly scales?: uPlot.Scales;
  /** Of x: dates where there is nothing. */
  readonly x?: uPlot.Axis;
  /** What is drawn up, with its unit. */
  readonly yLabel?: string | undefined;
  /** Whether the legend shows the last point's values while nothing is pointed at. */
  readonly hasRest?: boolean;
  /** What the arrow keys say of a point. */
  describe?(index: number): string;
}

/** How many the theme has. */
const COLOURS = 8;
/** Beside the colours of lines, by candidate: dashes tell them apart where colours do not. */
const DASHES = [[], [8, 4], [2, 3], [12, 4, 2, 4], [5, 2], [1, 5]];

export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** A legend's value: nothing where there is none. */
export function sayIn(unit: string | undefined): (_: unknown, value: number | null) => string {
  return (_, value) => (value === null ? '' : measured(value, unit));
}

export function lineStyle(index: number): { readonly stroke: string; readonly dash: number[]; readonly width: number } {
  const dash = DASHES[(index + Math.floor(index / COLOURS)) % DASHES.length];
  return { stroke: colour(`c${(index % COLOURS) + 1}`), dash, width: 2 };
}

/** A chart in the place of this id, drawn again when the theme, the width or the paper changes. */
export class Plot {
  private plot: uPlot | undefined;
  private spec: (() => PlotSpec) | undefined;
  private readonly place: HTMLElement;

  constructor(private readonly id: string) {
    this.place = find(id);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
    let width = this.place.clientWidth;
    new ResizeObserver(() => {
      if (this.place.clientWidth === width || document.documentElement.dataset.paper !== undefined) return;
      width = this.place.clientWidth;
      this.draw();
    }).observe(this.place);
    this.place.addEventListener('keydown', (event) => this.moveCursor(event));
    // A sheet is narrower than most screens, and white.
    addEventListener('beforeprint', () => this.draw(660));
    addEventListener('afterprint', () => this.draw());
  }

  /** @param spec made anew for each drawing, so that colours are those of the theme */
  show(spec: () => PlotSpec): void {
    this.spec = spec;
    this.draw();
  }

  private draw(width = this.place.clientWidth): void {
    if (this.spec === undefined) return;
    this.plot?.destroy();
    const spec = this.spec();
    this.plot = new uPlot(optionsOf(spec, width), spec.data, this.place);
    for (const canvas of this.place.querySelectorAll('canvas')) canvas.setAttribute('aria-hidden', 'true');
  }

  private moveCursor(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity }[event.key];
    const { plot } = this;
    if (step === undefined || plot === undefined) return;
    event.preventDefault();
    const last = plot.data[0].length - 1;
    const index = Math.min(last, Math.max(0, (plot.cursor.idx ?? (step > 0 ? -1 : last + 1)) + step));
    plot.setCursor({ left: plot.valToPos(plot.data[0][index], 'x'), top: 10 });
    find(`${this.id}-live`).textContent = this.spec?.().describe?.(index) ?? '';
  }
}

function optionsOf(spec: PlotSpec, width: number): uPlot.Options {
  const [x, y] = [spec.x ?? datesAcross(spec.data[0]), ticksAxis(numberTicks, NUMBER_HEIGHT)];
  const { hasRest = true } = spec;
  const showRest = (plot: uPlot): void => {
    // Not told of again: this is what asks.
    if (typeof plot.legend.idx !== 'number') plot.setLegend({ idx: spec.data[0].length - 1 }, false);
  };
  return {
    width: Math.max(240, width),
    height: width < 500 ? 260 : 340,
    series: [...spec.series],
    scales: spec.scales ?? {},
    axes: [axis(x), { ...axis(y), ...labelled(spec.yLabel), size: widthOf }],
    bands: [...(spec.bands ?? [])],
    hooks: !hasRest ? {} : { ready: [showRest], setLegend: [showRest] },
    cursor: { y: false, points: { size: 8 } },
    legend: { live: true },
    padding: [14, 12, 0, 0],
  };
}

/** Pixels that a label of an axis needs. */
const DATE_WIDTH = 64;
const NUMBER_HEIGHT = 52;

/** @param seconds of all points, ascending */
function datesAcross(seconds: ArrayLike<number>): uPlot.Axis {
  let least = Infinity;
  for (let at = 1; at < seconds.length; at++) least = Math.min(least, seconds[at] - seconds[at - 1]);
  const datesOf = (start: number, end: number, count: number): readonly Tick[] =>
    dateTicks(1000 * start, 1000 * end, { count, leastMs: 1000 * least }).map((tick) => ({
      ...tick,
      at: tick.at / 1000,
    }));
  return ticksAxis(datesOf, DATE_WIDTH);
}

/** Of round values, as many as there is room for. @param space pixels a tick */
function ticksAxis(ticksOf: typeof numberTicks, space: number): uPlot.Axis {
  let labels = new Map<number, string>();
  return {
    splits: (plot, index, ...[low, high]) => {
      const pixels = (index === 0 ? plot.bbox.width : plot.bbox.height) / devicePixelRatio;
      const ticks = ticksOf(low, high, Math.floor(pixels / space));
      labels = new Map(ticks.map(({ at, label, under }) => [at, under === undefined ? label : `${label}\n${under}`]));
      return ticks.map(({ at }) => at);
    },
    values: (_, at) => at.map((value) => labels.get(value) ?? ''),
  };
}

export function numbersAcross(): uPlot.Axis {
  return ticksAxis(numberTicks, DATE_WIDTH);
}

export function labelled(label: string | undefined): Partial<uPlot.Axis> {
  return label === undefined ? {} : { label, labelSize: 20, labelFont: '12px system-ui, sans-serif' };
}

/** Of the axis at the left: as wide as its longest label. */
function widthOf(_: uPlot, values: readonly string[] | null): number {
  return 22 + 7 * Math.max(3, ...(values ?? []).map(({ length }) => length));
}

function axis(own: uPlot.Axis): uPlot.Axis {
  const line = { stroke: colour('line'), width: 1 };
  return { stroke: colour('soft'), font: '12px system-ui, sans-serif', grid: line, ticks: line, ...own };
}
