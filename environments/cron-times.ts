import { type Field, FIELDS, valueOf } from './cron.ts';

/** Leap years, and months of every length and beginning. */
const LOOKED_AT_DAYS = 4 * 366;
const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2023, 11, 31);

const HOURS_A_MONTH = 730;
const FOUR_YEARS_DAYS = 1461;

/**
 * How often it runs in a month of 730 hours, on average; 0 for 'off'.
 *
 * @param expression one without a problem
 */
export function runsAMonth(expression: string): number {
  if (expression === 'off') return 0;
  const parts = partsOf(expression);
  const days = Array.from({ length: FOUR_YEARS_DAYS }, (_, day) => new Date(FIRST_DAY_MS + (day + 1) * DAY_MS));
  const shareOfDays = days.filter((date) => runsOn(date, parts)).length / FOUR_YEARS_DAYS;
  const [minutes, hours] = [FIELDS[0], FIELDS[1]].map((field, index) => {
    const values = Array.from({ length: field.max + 1 }, (_, value) => value);
    return values.filter((value) => matches(field, parts[index], value)).length;
  });
  return (HOURS_A_MONTH / 24) * shareOfDays * minutes * hours;
}

/**
 * The longest time between two runs, in hours and rounded up to the day where a run is not daily: what is planned within a day is taken for one.
 *
 * @param expression one without a problem
 */
export function longestGapHours(expression: string): number {
  const parts = partsOf(expression);
  let [last, longest] = [0, 1];
  for (let day = 1; day < LOOKED_AT_DAYS; day++) {
    if (!runsOn(new Date(FIRST_DAY_MS + day * DAY_MS), parts)) continue;
    if (last > 0) longest = Math.max(longest, day - last);
    last = day;
  }
  // It runs once within the years, or never.
  return last === 0 || LOOKED_AT_DAYS - last > 366 ? 24 * 366 : 24 * longest;
}

/** The year is passed over: a schedule that ends has no longest gap. */
function runsOn(date: Date, [, , dayOfMonth = '', month = '', dayOfWeek = '']: readonly string[]): boolean {
  if (!matches(FIELDS[3], month, date.getUTCMonth() + 1)) return false;
  if (dayOfMonth !== '?') return isDayOfMonth(date, dayOfMonth);
  return isDayOfWeek(date, dayOfWeek);
}

function isDayOfMonth(date: Date, text: string): boolean {
  const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  const day = date.getUTCDate();
  // The weekday next to a day is two days from it at most.
  if (text === 'L' || text === 'LW') return day === days;
  if (text.endsWith('W')) return day === Math.min(days, Number.parseInt(text));
  return matches(FIELDS[2], text, day);
}

function isDayOfWeek(date: Date, text: string): boolean {
  const weekday = date.getUTCDay() + 1;
  const day = date.getUTCDate();
  const [of = '', which] = text.split('#');
  if (which !== undefined) return weekday === valueOf(FIELDS[4], of) && Math.ceil(day / 7) === Number(which);
  if (text === 'L') return weekday === 7;
  const last = /^([1-7])L$/.exec(text)?.[1];
  if (last !== undefined) {
    const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    return weekday === Number(last) && day > days - 7;
  }
  return matches(FIELDS[4], text, weekday);
}

function matches(field: Field, text: string, value: number): boolean {
  return text.split(',').some((item) => {
    const [range = '', step] = item.split('/');
    const ends = range.split('-').map((end) => valueOf(field, end));
    const first = range === '*' ? field.min : ends[0];
    // '5/10' counts from 5 to the end.
    const last = range === '*' || (step !== undefined && ends.length === 1) ? field.max : (ends[1] ?? ends[0]);
    return value >= first && value <= last && (value - first) % Number(step ?? 1) === 0;
  });
}

function partsOf(expression: string): readonly string[] {
  return expression.slice('cron('.length, -1).split(' ');
}
