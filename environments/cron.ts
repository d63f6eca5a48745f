/** The fields of an EventBridge Scheduler cron expression, in order, with the names that may stand for numbers. */
export const FIELDS = [
  { name: 'minutes', min: 0, max: 59, names: [] },
  { name: 'hours', min: 0, max: 23, names: [] },
  { name: 'day of month', min: 1, max: 31, names: [] },
  { name: 'month', min: 1, max: 12, names: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') },
  { name: 'day of week', min: 1, max: 7, names: 'SUN MON TUE WED THU FRI SAT'.split(' ') },
  { name: 'year', min: 1970, max: 2199, names: [] },
] as const;

export type Field = (typeof FIELDS)[number];

/**
 * What is wrong with a cron expression, or undefined. EventBridge refuses a bad one only at deployment.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function cronProblem(expression: string, thisYear = new Date().getUTCFullYear()): string | undefined {
  const parts = /^cron\((.*)\)$/.exec(expression)?.[1]?.split(' ');
  if (parts?.length !== FIELDS.length) return "it is not six fields between 'cron(' and ')'";
  const wrong = FIELDS.findIndex((field, index) => !isField(field, parts[index]));
  if (wrong !== -1) return `${FIELDS[wrong].name} cannot be '${parts[wrong]}'`;
  const questionMarks = [parts[2], parts[4]].filter((part) => part === '?').length;
  if (questionMarks !== 1) return "exactly one of day of month and day of week must be '?'";
  return neverComes(parts) ?? isOver(parts, thisYear);
}

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** A schedule that is well formed, and yet nothing that it names is a day: EventBridge takes it, and never calls. */
function neverComes([, , day, month]: readonly string[]): string | undefined {
  const days = day?.split(',').map(Number) ?? [];
  const months = (month ?? '*').split(',').map((text) => valueOf(FIELDS[3], text));
  if (![...days, ...months].every(Number.isInteger)) return undefined;
  const comes = months.some((one) => days.some((other) => other <= (DAYS_IN_MONTH[one - 1] ?? 0)));
  return comes ? undefined : `no month that it names has the day ${day}: it would never run`;
}

/** One whose last year lies behind us. */
function isOver(parts: readonly string[], thisYear: number): string | undefined {
  const last = Math.max(...(parts[5] ?? '*').split(',').map(lastYear));
  return last < thisYear ? `the last year that it names is ${last}: it would never run again` : undefined;
}

/** Of a year, or a range of years; a step goes on to the end of time. */
function lastYear(item: string): number {
  const [range = '', step] = item.split('/');
  const end = Number(range.split('-').at(-1));
  const isOpen = range === '*' || (step !== undefined && !range.includes('-'));
  return isOpen ? Infinity : end;
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

export function valueOf({ names, min }: Field, text: string): number {
  const position = (names as readonly string[]).indexOf(text);
  if (position !== -1) return position + min;
  return /^\d+$/.test(text) ? Number(text) : NaN;
}
