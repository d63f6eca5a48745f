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
