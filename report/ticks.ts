import { scaleLinear, scaleUtc } from 'd3-scale';
import { thousands } from '../core/contracts/figures.ts';

export interface Tick {
  readonly at: number;
  readonly label: string;
  /** What the label leaves open: the year of a month or day, the date of an hour. Only where it begins, or is another. */
  readonly under?: string;
}

/** Where the next figure would be wider, powers of ten take its place. */
const PLAIN_CHARACTERS = 9;
const FRACTION_CHARACTERS = 6;
/** Characters that they have to save. */
const WORTH = 2;

/** About so many round values between two, in steps of 1, 2 or 5 times a power of ten, all labelled alike. */
export function numberTicks(low: number, high: number, count: number): readonly Tick[] {
  const values = scaleLinear([low, high], [0, 1]).ticks(Math.max(2, count));
  if (values.length === 0) return [];
  const step = values.length === 1 ? Math.abs(values[0]) : values[1] - values[0];
  const plain = values.map((value) => plainLabel(value, step));
  const powers = powerLabels(values, step);
  const isWide = longest(plain) > (step < 1 ? FRACTION_CHARACTERS : PLAIN_CHARACTERS);
  const labels = isWide && longest(powers) + WORTH < longest(plain) ? powers : plain;
  return values.map((at, index) => ({ at, label: labels[index] }));
}

function plainLabel(value: number, step: number): string {
  if (value === 0) return '0';
  const [whole, fraction] = Math.abs(value).toFixed(decimalsOf(step)).split('.');
  const digits = `${thousands(Number(whole))}${fraction === undefined ? '' : `.${fraction}`}`;
  return value < 0 ? `-${digits}` : digits;
}

/** '2e9', '-1.5e-7': one power for all of them. */
function powerLabels(values: readonly number[], step: number): readonly string[] {
  const power = powerOf(values.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  const decimals = Math.min(20, Math.max(0, power - powerOf(step)));
  return values.map((value) => (value === 0 ? '0' : `${(value / 10 ** power).toFixed(decimals)}e${power}`));
}

function decimalsOf(step: number): number {
  return Math.min(20, Math.max(0, -powerOf(step)));
}

/** Of what rounding has left a little below a power of ten, that one. */
function powerOf(value: number): number {
  return value === 0 ? 0 : Math.floor(Math.log10(value) + 1e-9);
}

function longest(labels: readonly string[]): number {
  return labels.reduce((most, { length }) => Math.max(most, length), 0);
}

const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Room {
  /** Of labels, about. */
  readonly count: number;
  /** From one point drawn to the next: no border lies between two. */
  readonly leastMs?: number;
}

/** Borders of years, months, weeks, days or hours between two instants in UTC, as the span has room for. */
export function dateTicks(startMs: number, endMs: number, { count, leastMs = 0 }: Room): readonly Tick[] {
  const dates = borders(startMs, endMs, { count: Math.max(2, count), leastMs });
  const stepMs = stepOf(dates, endMs - startMs);
  const ticks: Tick[] = [];
  let before = '';
  for (const date of dates) {
    const { label, under } = dateLabel(date, stepMs);
    ticks.push({ at: date.getTime(), label, ...(under === '' || under === before ? {} : { under }) });
    before = under;
  }
  return ticks;
}

/** Between a week and a month, or a month and a quarter, nothing lies: of twice as many as there is room for, the coarser ones. */
function borders(startMs: number, endMs: number, { count, leastMs }: Required<Room>): readonly Date[] {
  const dates = scaleUtc([startMs, endMs], [0, 1]).ticks(count);
  const isTooMany = dates.length > 1.5 * count || stepOf(dates, leastMs) < leastMs;
  return isTooMany && count > 1 ? borders(startMs, endMs, { count: count - 1, leastMs }) : dates;
}

function stepOf(dates: readonly Date[], alone: number): number {
  return dates.length < 2 ? alone : dates[1].getTime() - dates[0].getTime();
}

function dateLabel(date: Date, stepMs: number): { readonly label: string; readonly under: string } {
  const [year, month] = [String(date.getUTCFullYear()), MONTHS[date.getUTCMonth()]];
  const day = `${date.getUTCDate()} ${month}`;
  if (stepMs >= 360 * DAY_MS) return { label: year, under: '' };
  if (stepMs >= 28 * DAY_MS) return { label: month, under: year };
  if (stepMs >= DAY_MS) return { label: day, under: year };
  return { label: date.toISOString().slice(11, 16), under: `${day} ${year}` };
}
