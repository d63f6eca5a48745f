import uPlot from 'uplot';
import { find } from './dom.ts';

export interface PlotSpec {
  readonly data: uPlot.AlignedData;
  readonly series: readonly uPlot.Series[];
  readonly bands?: readonly uPlot.Band[];
  readonly scales?: uPlot.Scales;
  readonly axes?: readonly [uPlot.Axis, uPlot.Axis];
  readonly hooks?: uPlot.Hooks.Arrays;
  readonly height?: number;
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
    this.plot = new uPlot(optionsOf(this.spec(), width), this.spec().data, this.place);
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
  const [x, y] = spec.axes ?? [{}, {}];
  return {
    width: Math.max(240, width),
    height: spec.height ?? (width < 500 ? 260 : 340),
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    series: [...spec.series],
    scales: spec.scales ?? {},
    axes: [axis(x), { ...axis(y), size: 58 }],
    bands: [...(spec.bands ?? [])],
    hooks: spec.hooks ?? {},
    cursor: { y: false, points: { size: 8 } },
    legend: { live: true },
    padding: [14, 12, 0, 0],
  };
}

function axis(own: uPlot.Axis): uPlot.Axis {
  const line = { stroke: colour('line'), width: 1 };
  return { stroke: colour('soft'), font: '12px system-ui, sans-serif', grid: line, ticks: line, ...own };
}
