import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { ComparedSeries } from '../core/contracts/promotion.ts';
import { figure } from '../core/contracts/figures.ts';
import { shown } from '../core/contracts/visible.ts';
import { markup, type Markup } from './markup.ts';

type Column = readonly (number | null)[];

const WIDTH = 1000;
const HEIGHT = 300;
const LEFT = 90;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 34;
/** Points drawn a line: more are finer than a screen's pixels and cost bytes. */
const POINTS = 180;

/** One series of a comparison as a figure: actual, challenger with its interval, and Production. */
export function lineChart(series: ComparedSeries): Markup {
  const step = Math.max(1, Math.ceil(series.ds.length / POINTS));
  const thin = (column: Column): Column => column.filter((_, index) => index % step === 0);
  const [y, challenger, lower, upper, production] = [
    series.y,
    series.challenger,
    series.challengerLower,
    series.challengerUpper,
    series.production,
  ].map(thin);
  const known = [y, challenger, lower, upper, production].flat().filter((value) => value !== null);
  const scale = scaleOf(known, y.length);
  const caption = `${shown(series.uniqueId)}: RMSE ${figure(series.rmseChallenger)}, Production ${figure(series.rmseProduction)}`;
  return markup`<figure><figcaption>${caption}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${caption}; ${series.ds.length} periods from ${series.ds[0] ?? ''} to ${series.ds.at(-1) ?? ''}">
${axes(series.ds, scale)}<path d="${bandPath(lower, upper, scale)}" fill="var(--band)"/>
<path d="${linePath(production, scale)}" fill="none" stroke="var(--c2)" stroke-width="2.5" stroke-dasharray="9 5"/>
<path d="${linePath(challenger, scale)}" fill="none" stroke="var(--c1)" stroke-width="2.5"/>
<path d="${linePath(y, scale)}" fill="none" stroke="var(--actual)" stroke-width="2"/></svg></figure>`;
}

/** About so many ticks, at round values. */
const TICKS = 4;

interface Scale {
  readonly x: ScaleLinear<number, number>;
  /** From the smallest value drawn to the largest. */
  readonly y: ScaleLinear<number, number>;
}

function scaleOf(known: readonly number[], points: number): Scale {
  const low = known.reduce((a, b) => Math.min(a, b), Infinity);
  const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const domain = known.length === 0 ? ([0, 1] as const) : ([low, high] as const);
  return {
    x: scaleLinear([0, Math.max(1, points - 1)], [LEFT, WIDTH - RIGHT]),
    // A series that never changes lies on the lower edge.
    y: scaleLinear([domain[0], domain[1] > domain[0] ? domain[1] : domain[0] + 1], [HEIGHT - BOTTOM - TOP, TOP]),
  };
}

function axes(ds: readonly string[], scale: Scale): Markup {
  const label = scale.y.tickFormat(TICKS);
  const lines = scale.y.ticks(TICKS).map((value) => {
    const y = scale.y(value).toFixed(1);
    return markup`<path class="axis" d="M${LEFT} ${y}H${WIDTH}"/>
<text class="tick" x="${LEFT - 8}" y="${y}" text-anchor="end" dominant-baseline="middle">${label(value)}</text>`;
  });
  return markup`${lines}<text class="tick" x="${LEFT}" y="${HEIGHT - 6}">${ds[0]}</text>
<text class="tick" x="${WIDTH}" y="${HEIGHT - 6}" text-anchor="end">${ds.at(-1)}</text>`;
}

/** Starts anew after every missing value, so that a gap shows as one. */
function linePath(column: Column, { x, y }: Scale): string {
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value!))
    .digits(1);
  return path(column) ?? '';
}

function bandPath(lower: Column, upper: Column, { x, y }: Scale): string {
  const both = lower.flatMap((low, index) => {
    const high = upper[index];
    return low === null || high === null ? [] : [{ index, low, high }];
  });
  const path = area<(typeof both)[number]>()
    .x(({ index }) => x(index))
    .y0(({ low }) => y(low))
    .y1(({ high }) => y(high))
    .digits(1);
  return path(both) ?? '';
}
