import { scaleLinear, scaleUtc, type ScaleLinear, type ScaleTime } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { ComparedSeries } from '../core/contracts/promotion.ts';
import { shown, visible } from '../core/contracts/visible.ts';
import { markup, type Markup } from './markup.ts';
import { dateTicks, numberTicks } from './ticks.ts';
import { measured } from './unit.ts';

type Column = readonly (number | null)[];

const WIDTH = 1000;
const HEIGHT = 300;
const LEFT = 110;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 34;
/** Points drawn a line: more are finer than a screen's pixels and cost bytes. */
const POINTS = 180;

/** One series of a comparison as a figure: actual, challenger with its interval, and Production. @param unit of the target, where it has one */
export function lineChart(series: ComparedSeries, unit: string | undefined): Markup {
  const step = Math.max(1, Math.ceil(series.ds.length / POINTS));
  const thin = <T>(column: readonly T[]): readonly T[] => column.filter((_, index) => index % step === 0);
  const [y, challenger, lower, upper, production] = [
    series.y,
    series.challenger,
    series.challengerLower,
    series.challengerUpper,
    series.production,
  ].map(thin);
  const known = [y, challenger, lower, upper, production].flat().filter((value) => value !== null);
  const dates = thin(series.ds).map((ds) => Date.parse(ds));
  const scale = scaleOf(known, dates);
  const errors = `RMSE ${measured(series.rmseChallenger, unit)}, Production ${measured(series.rmseProduction, unit)}`;
  const caption = `${shown(series.uniqueId)}: ${errors}`;
  return markup`<figure><figcaption title="${visible(series.uniqueId)}">${caption}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${caption}; ${series.ds.length} periods from ${series.ds[0] ?? ''} to ${series.ds.at(-1) ?? ''}">
${axes(scale)}<path d="${bandPath(lower, upper, scale)}" fill="var(--band)"/>
<path d="${linePath(production, scale)}" fill="none" stroke="var(--c2)" stroke-width="2.5" stroke-dasharray="9 5"/>
<path d="${linePath(challenger, scale)}" fill="none" stroke="var(--c1)" stroke-width="2.5"/>
<path d="${linePath(y, scale)}" fill="none" stroke="var(--actual)" stroke-width="2"/></svg></figure>`;
}

/** About so many ticks, at round values. */
const TICKS = { x: 6, y: 4 };
/** Above and below a value that never changes, as a share of it. */
const MARGIN = 0.05;
/** So near to the right edge a label ends at its tick. */
const NEAR = 70;

interface Scale {
  readonly x: ScaleTime<number, number>;
  /** From the smallest value drawn to the largest. */
  readonly y: ScaleLinear<number, number>;
  /** Of each point. */
  readonly dates: readonly number[];
}

function scaleOf(known: readonly number[], dates: readonly number[]): Scale {
  const [low, high] = known.length === 0 ? [0, 1] : extentOf(known);
  // A series that never changes lies in the middle.
  const margin = high > low ? 0 : low === 0 ? 1 : MARGIN * Math.abs(low);
  const [first, last] = [dates[0] ?? 0, dates.at(-1) ?? 0];
  return {
    x: scaleUtc([first, Math.max(last, first + 1)], [LEFT, WIDTH - RIGHT]),
    y: scaleLinear([low - margin, high + margin], [HEIGHT - BOTTOM - TOP, TOP]),
    dates,
  };
}

function extentOf(known: readonly number[]): readonly [number, number] {
  return [known.reduce((a, b) => Math.min(a, b), Infinity), known.reduce((a, b) => Math.max(a, b), -Infinity)];
}

function axes({ x, y, dates }: Scale): Markup {
  const [low, high] = y.domain();
  const lines = numberTicks(low, high, TICKS.y).map(({ at, label }) => {
    const place = y(at).toFixed(1);
    return markup`<path class="axis" d="M${LEFT} ${place}H${WIDTH}"/>
<text class="tick" x="${LEFT - 8}" y="${place}" text-anchor="end" dominant-baseline="middle">${label}</text>`;
  });
  const [first, last] = x.domain();
  const room = { count: TICKS.x, leastMs: leastGap(dates) };
  const below = dateTicks(first.getTime(), last.getTime(), room).map(({ at, label, under }) => {
    const place = x(at).toFixed(1);
    return markup`<path class="axis" d="M${place} ${TOP}V${HEIGHT - BOTTOM - TOP + 6}"/>
<text class="tick" x="${place}" y="${HEIGHT - 16}" text-anchor="${Number(place) > WIDTH - NEAR ? 'end' : 'middle'}">${[label, under].filter((text) => text !== undefined).join(' ')}</text>`;
  });
  return markup`${lines}${below}`;
}

function leastGap(dates: readonly number[]): number {
  return dates.slice(1).reduce((least, date, index) => Math.min(least, date - dates[index]), Infinity);
}

/** Starts anew after every missing value, so that a gap shows as one. */
function linePath(column: Column, { x, y, dates }: Scale): string {
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(dates[index]))
    .y((value) => y(value!))
    .digits(1);
  return path(column) ?? '';
}

function bandPath(lower: Column, upper: Column, { x, y, dates }: Scale): string {
  const both = lower.flatMap((low, index) => {
    const high = upper[index];
    return low === null || high === null ? [] : [{ index, low, high }];
  });
  const path = area<(typeof both)[number]>()
    .x(({ index }) => x(dates[index]))
    .y0(({ low }) => y(low))
    .y1(({ high }) => y(high))
    .digits(1);
  return path(both) ?? '';
}
