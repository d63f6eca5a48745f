import type { ComparedSeries } from '../core/contracts/promotion.ts';
import { figure } from '../core/contracts/figures.ts';
import { markup, type Markup } from './markup.ts';

type Column = readonly (number | null)[];

const WIDTH = 1000;
const HEIGHT = 300;
const LEFT = 90;
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
  const caption = `${series.uniqueId}: RMSE ${figure(series.rmseChallenger)}, Production ${figure(series.rmseProduction)}`;
  return markup`<figure><figcaption>${caption}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${caption}; ${series.ds.length} periods from ${series.ds[0] ?? ''} to ${series.ds.at(-1) ?? ''}">
${axes(series.ds, scale)}<path d="${bandPath(lower, upper, scale)}" fill="var(--band)"/>
<path d="${linePath(production, scale)}" fill="none" stroke="var(--c2)" stroke-width="2.5" stroke-dasharray="9 5"/>
<path d="${linePath(challenger, scale)}" fill="none" stroke="var(--c1)" stroke-width="2.5"/>
<path d="${linePath(y, scale)}" fill="none" stroke="var(--actual)" stroke-width="2"/></svg></figure>`;
}

interface Scale {
  readonly low: number;
  readonly high: number;
  x(index: number): string;
  y(value: number): string;
}

function scaleOf(known: readonly number[], points: number): Scale {
  const low = known.reduce((a, b) => Math.min(a, b), Infinity);
  const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
  const span = high > low ? high - low : 1;
  return {
    low: Number.isFinite(low) ? low : 0,
    high: Number.isFinite(high) ? high : 1,
    x: (index) => (LEFT + (index / Math.max(1, points - 1)) * (WIDTH - LEFT - 10)).toFixed(1),
    y: (value) => (12 + (1 - (value - low) / span) * (HEIGHT - BOTTOM - 24)).toFixed(1),
  };
}

function axes(ds: readonly string[], scale: Scale): Markup {
  const lines = [scale.high, (scale.high + scale.low) / 2, scale.low].map(
    (value) => markup`<path class="axis" d="M${LEFT} ${scale.y(value)}H${WIDTH}"/>
<text class="tick" x="${LEFT - 8}" y="${scale.y(value)}" text-anchor="end" dominant-baseline="middle">${figure(value)}</text>`,
  );
  return markup`${lines}<text class="tick" x="${LEFT}" y="${HEIGHT - 6}">${ds[0]}</text>
<text class="tick" x="${WIDTH}" y="${HEIGHT - 6}" text-anchor="end">${ds.at(-1)}</text>`;
}

/** Starts anew after every missing value, so that a gap shows as one. */
function linePath(column: Column, scale: Scale): string {
  let pen = 'M';
  let path = '';
  column.forEach((value, index) => {
    if (value !== null) path += `${pen}${scale.x(index)} ${scale.y(value)}`;
    pen = value === null ? 'M' : 'L';
  });
  return path;
}

function bandPath(lower: Column, upper: Column, scale: Scale): string {
  const both = lower.flatMap((low, index) => {
    const high = upper[index];
    return low === null || high === null ? [] : [{ index, low, high }];
  });
  if (both.length === 0) return '';
  const point = (index: number, value: number) => `${scale.x(index)} ${scale.y(value)}`;
  const there = both.map(({ index, high }) => point(index, high));
  const back = both.map(({ index, low }) => point(index, low)).reverse();
  return `M${[...there, ...back].join('L')}Z`;
}
