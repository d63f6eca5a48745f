/** The fields of an EventBridge Scheduler cron expression, in order, with the names that may stand for numbers. */
const FIELDS = [
  { name: 'minutes', min: 0, max: 59, names: [] },
  { name: 'hours', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') },
  { name: 'day of week', min: 1, max: 7, names: 'SUN MON TUE WED THU FRI SAT'.split(' ') },
  { name: 'year', min: 1970, max: 2199, names: [] },
] as const;

type Field = (typeof FIELDS)[number];

/**
 * What is wrong with a cron expression, or undefined. EventBridge refuses a bad one only at deployment.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function cronProblem(expression: string): string | undefined {
  const parts = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(' ');
  if (parts?.length !== FIELDS.length) return "it is not six fields between 'cron(' and ')'";
  const wrong = FIELDS.findIndex((field, index) => !isField(field, parts[index]));
  if (wrong !== -1) return `${FIELDS[wrong].name} cannot be '${parts[wrong]}'`;
  const questionMarks = [parts[2], parts[4]].filter((part) => part === '?').length;
  if (questionMarks !== 1) return "exactly one of day of month and day of week must be '?'";
  return undefined;
}

function isField(field: Field, text: string): boolean {
  const special = { 'day of month': /^(\?|L|LW|\d+W)$/, 'day of week': /^(\?|L|[1-7]L|[1-7]#[1-5])$/ };
  if (field.name in special && special[field.name as keyof typeof special].test(text)) return true;
  return text.split(',').every((item) => isItem(field, item));
}

/** One member of a list: a value, a range, or either with a step. */
function isItem(field: Field, item: string): boolean {
  const [range, step, ...rest] = item.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*') return true;
  const ends = range.split('-').map((end) => valueOf(field, end));
  return ends.length <= 2 && ends.every((end) => end >= field.min && end <= field.max) && ends[0] <= ends.at(-1)!;
}

function valueOf({ names, min }: Field, text: string): number {
  const position = (names as readonly string[]).indexOf(text);
  if (position !== -1) return position + min;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

const HOURS_A_MONTH = 730;

/**
 * How often it fires in a month of 730 hours, on average over the years; 0 for 'off'.
 *
 * @param expression without a problem
 */
export function runsAMonth(expression: string): number {
  if (expression === 'off') return 0;
  const parts = expression.slice('cron('.length, -1).split(' ');
  const [minutes, hours, , months] = FIELDS.map((field, index) => shareOf(field, parts[index]));
  const days = parts[4] === '?' ? daysOfMonth(parts[2]) : daysOfWeek(parts[4]);
  return (HOURS_A_MONTH / 24) * days * months * (minutes * 60) * (hours * 24);
}

/** The share of a field's values that a list names. */
function shareOf(field: Field, text: string): number {
  const values = new Set(text.split(',').flatMap((item) => valuesOf(field, item)));
  return values.size / (field.max - field.min + 1);
}

function valuesOf(field: Field, item: string): readonly number[] {
  const [range, step = '1'] = item.split('/');
  const [first, last = item.includes('/') ? field.max : undefined] =
    range === '*' ? [field.min, field.max] : range.split('-').map((end) => valueOf(field, end));
  const values: number[] = [];
  for (let value = first; value <= (last ?? first); value += Number(step)) values.push(value);
  return values;
}

/** The share of days: a last day, or a weekday near a date, comes once a month. */
function daysOfMonth(text: string): number {
  return /L|W/.test(text) ? 12 / 365.25 : text === '*' ? 1 : (shareOf(FIELDS[2], text) * 31 * 12) / 365.25;
}

function daysOfWeek(text: string): number {
  if (/^[1-7](L|#[1-4])$/.test(text)) return 12 / 365.25;
  return text === 'L' ? 1 / 7 : shareOf(FIELDS[4], text.replace(/#5$/, ''));
}

/** Leap years, and months of every length and beginning. */
const LOOKED_AT_DAYS = 4 * 366;
const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2023, 11, 31);

/**
 * The longest time between two runs, in hours and rounded up to the day where a run is not daily: what is planned within a day is taken for one.
 *
 * @param expression one without a problem
 */
export function longestGapHours(expression: string): number {
  const parts = expression.slice('cron('.length, -1).split(' ');
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
  return text.split(',').some((item) => valuesOf(field, item).includes(value));
}
