import type { Series } from '../../core/series/series.ts';
import { correlatedNoise, uniform } from './noise.ts';

/** Five years of days, 2001-01-01 to 2005-12-31: room for 35 folds of 700, 30 and 90 days. */
export const PANEL = {
  firstDay: Date.UTC(2001, 0, 1) / 86_400_000,
  days: 1826,
  range: { start: '2001-01-01', end: '2005-12-31' },
  forecast: { start: '2006-01-01', end: '2006-12-31' },
  crossValidation: { initial: '700d', period: '30d', horizon: '90d' },
  seasonLength: 365,
} as const;

/** `ragged`: every series starts on a day of its own in the first year, and misses days of its own, 5 in 100. */
export const SHAPES = ['aligned', 'ragged'] as const;
export type Shape = (typeof SHAPES)[number];

const GAP_SHARE = 0.05;
const LATEST_START = 365;

/** The same series for the same index: level, slope, yearly and weekly course, and correlated noise. */
export function panelSeries(index: number, shape: Shape): Series {
  const random = uniform(index * 7919 + 17);
  const [level, slope, yearly, weekly] = [50 + 50 * random(), 10 * (random() - 0.5), 12 * random(), 3 * random()];
  const [peakDay, peakWeekday] = [365 * random(), 7 * random()];
  const noise = correlatedNoise(index + 1, 0.5);
  const start = shape === 'ragged' ? Math.floor(random() * LATEST_START) : 0;
  const [ds, y]: [number[], number[]] = [[], []];
  for (let day = start; day < PANEL.days; day++) {
    const season = yearly * Math.cos((2 * Math.PI * (day - peakDay)) / 365.25);
    const week = weekly * Math.cos((2 * Math.PI * (day - peakWeekday)) / 7);
    const value = level + (slope * day) / PANEL.days + season + week + 4 * noise();
    if (shape === 'ragged' && random() < GAP_SHARE) continue;
    ds.push(PANEL.firstDay + day);
    y.push(Math.round(value * 100) / 100);
  }
  return { uniqueId: panelId(index), ds: Int32Array.from(ds), y: Float64Array.from(y) };
}

/** Padded, so that ids ascend with the index. */
export function panelId(index: number): string {
  return `s${String(index).padStart(6, '0')}`;
}
