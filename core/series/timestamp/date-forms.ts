import type { Frequency } from '../../contracts/frequency.ts';
import { dayMs, fullYear, isWeekday, monthNumber, weekDayMs } from './calendar-days.ts';
import type { Complaint, Moment } from './moment.ts';
import { sinceEpoch } from './since-epoch.ts';
import { momentOf } from './time-of-day.ts';
import type { TimestampReading } from '../timestamp-reading.ts';

type Reading = Pick<TimestampReading, 'dateOrder' | 'frequency'>;

/** The name of a month, or its beginning. */
export const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
/** What separates the time of day from the date, and the time. */
const TIME = '(?:(?:[tT]|,? |:)(.+))?$';

const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}`, 'i');
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME}`, 'i');
const BASIC = /^(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{4}|\d{6})|[T ](.+))?$/i;
/** '2012030405': ten digits of another kind are no date. */
const BASIC_HOUR = /^((?:19|20)\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])([01]\d|2[0-4])$/;
/** '20120304.0' and '201203.0' where other dates are missing: pandas. */
const AS_FLOAT = /^(\d{6}|\d{8})\.0$/;
const DAY_AND_NAME = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?[-/. ]?${MONTH}[-/, ]*(\\d{4}|\\d{2})${TIME}`, 'i');
const NAME_AND_DAY = new RegExp(`^${MONTH}[-/ ]?(\\d{1,2})(?:st|nd|rd|th)?(?:,? |[-/])(\\d{4})${TIME}`, 'i');
const YEAR_AND_NAME = new RegExp(`^(\\d{4})[-/ ]${MONTH}[-/ ](\\d{1,2})${TIME}`, 'i');
/** 'Jan 3 00:00:00 CET 2005', as the command `date` prints it. */
const UNIX = new RegExp(`^${MONTH} (\\d{1,2}) (\\d{2}:\\d{2}:\\d{2}(?: [A-Z]+)?) (\\d{4})$`, 'i');
const WEEK_DAY = new RegExp(`^(\\d{4})(?:-W(\\d{2})-|W(\\d{2}))([1-7])${TIME}`);
const WEEKDAY_BEFORE = /^(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? /i;
const STARTS_WITH_LETTER = /^[a-z]/i;

/** Of ISO 8601, which has a large W, or a German 'KW': Stata's '2005w3' counts from the first of January. */
const WEEKS = [
  /^(?<year>\d{4})[- ]?K?W ?(?<week>\d{1,2})$/,
  /^K?W ?(?<week>\d{1,2})(?:[-/]|,? )(?<year>\d{4})$/,
] as const;
const MONTHS = [/^(?<year>\d{4})(?:[-/ ]|[- ]?M)(?<month>\d{1,2})$/i, /^(?<year>\d{4})\.?(?<month>\d{2})$/] as const;
const MONTH_FIRST = /^(?<month>\d{1,2})[-/.](?<year>\d{4})$/;
const NAMED_MONTH = new RegExp(`^${MONTH}[-/,' ]{0,2}(\\d{4}|\\d{2})$`, 'i');
const YEAR_AND_MONTH = new RegExp(`^(\\d{4})[-/ ]?${MONTH}$`, 'i');
const QUARTERS = [
  /^(?<year>\d{4})[-/: ]?Q(?<quarter>[1-4])$/i,
  /^Q(?<quarter>[1-4])[-/,' ]{0,2}(?<year>\d{4}|\d{2})$/i,
  /^(?<quarter>[1-4])Q[-/' ]?(?<year>\d{4}|\d{2})$/i,
] as const;
/** '2012.0' where other years are missing: pandas. */
const YEAR = /^(?:(?:[FC]Y ?)?(\d{4})(?:\.0)?|[FC]Y ?'?(\d{2}))$/i;
const FISCAL = /^FY|FY ?\d{2,4}$|^Q[1-4].*\/\d/i;

/** The moment that a text of any form but '2012-03-04' names. White space is plain and single. */
export function readDate(text: string, reading: Reading): Moment | Complaint {
  const yearFirst = YEAR_FIRST.exec(text);
  if (yearFirst !== null) return moment(dayMs(yearFirst[1], yearFirst[3], yearFirst[4]), yearFirst[5]);
  const yearLast = YEAR_LAST.exec(text);
  if (yearLast !== null) return yearLastMoment(yearLast, reading.dateOrder);
  const epoch = sinceEpoch(text);
  if (epoch !== undefined) return epoch;
  const basic = BASIC_HOUR.exec(text) ?? BASIC.exec(AS_FLOAT.exec(text)?.[1] ?? text);
  if (basic !== null) return moment(dayMs(basic[1], basic[2], basic[3]), basic[4] ?? basic[5]);
  if (reading.frequency === 'year' && isSplitYear(text)) return 'fiscal';
  const coarse = coarseDate(text);
  if (coarse !== undefined) return coarseMoment(coarse, reading.frequency);
  return STARTS_WITH_LETTER.test(text) ? afterWeekday(text, reading) : namedDate(text, reading);
}

function moment(day: number | undefined, time: string | undefined): Moment | Complaint {
  if (day === undefined) return 'no-such-day';
  return time === undefined ? { clockMs: day, offsetMs: undefined } : momentOf(day, time);
}

function yearLastMoment(parts: RegExpExecArray, order: Reading['dateOrder']): Moment | Complaint {
  const [, first, , second, year, time] = parts;
  if (order === 'iso') return year.length === 2 ? 'short-year' : 'unordered';
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  const date = dayMs(fullYear(year), month, day);
  if (date === undefined && dayMs(fullYear(year), day, month) !== undefined) return 'other-order';
  return moment(date, time);
}

function afterWeekday(text: string, reading: Reading): Moment | Complaint {
  const weekday = WEEKDAY_BEFORE.exec(text);
  if (weekday === null) return namedDate(text, reading);
  const found = readDate(text.slice(weekday[0].length), reading);
  return typeof found === 'string' || isWeekday(found.clockMs, weekday[1]) ? found : 'no-such-day';
}

/** Dates in words, and days of ISO weeks. */
function namedDate(text: string, { dateOrder }: Reading): Moment | Complaint {
  const dayFirst = DAY_AND_NAME.exec(text);
  if (dayFirst !== null) {
    const [, day, month, year, time] = dayFirst;
    if (year.length === 2 && dateOrder === 'iso') return 'short-year';
    return moment(dayMs(fullYear(year), monthNumber(month), day), time);
  }
  const nameFirst = NAME_AND_DAY.exec(text);
  if (nameFirst !== null) return moment(dayMs(nameFirst[3], monthNumber(nameFirst[1]), nameFirst[2]), nameFirst[4]);
  const yearFirst = YEAR_AND_NAME.exec(text);
  if (yearFirst !== null) return moment(dayMs(yearFirst[1], monthNumber(yearFirst[2]), yearFirst[3]), yearFirst[4]);
  const unix = UNIX.exec(text);
  if (unix !== null) return moment(dayMs(unix[4], monthNumber(unix[1]), unix[2]), unix[3]);
  const weekDay = WEEK_DAY.exec(text);
  if (weekDay === null) return FISCAL.test(text) ? 'fiscal' : 'no-date';
  return moment(weekDayMs(weekDay[1], weekDay[2] ?? weekDay[3], weekDay[4]), weekDay[5]);
}

interface CoarseDate {
  readonly unit: Frequency;
  /** The first of its days. */
  readonly day: number | undefined;
}

/** Of which frequencies a text that names a week, a month, a quarter or a year is a date: in a finer series it has lost its end. */
const COARSE_ENOUGH: Readonly<Record<Frequency, readonly Frequency[]>> = {
  hour: [],
  day: [],
  week: ['week'],
  month: ['month', 'quarter', 'year'],
  quarter: ['quarter', 'year'],
  year: ['year'],
};

/** '2004/05', a year from one to the next, is no month among years. */
function isSplitYear(text: string): boolean {
  const [, year, next] = /^(\d{4})\/(\d{2})$/.exec(text) ?? [];
  return year !== undefined && (Number(year) + 1) % 100 === Number(next);
}

function coarseMoment({ unit, day }: CoarseDate, frequency: Frequency): Moment | Complaint {
  return COARSE_ENOUGH[unit].includes(frequency) ? moment(day, undefined) : 'too-coarse';
}

function coarseDate(whole: string): CoarseDate | undefined {
  const text = AS_FLOAT.exec(whole)?.[1] ?? whole;
  for (const form of WEEKS) {
    const { year, week } = form.exec(text)?.groups ?? {};
    if (year !== undefined) return { unit: 'week', day: weekDayMs(year, week, '1') };
  }
  const month = (MONTHS[0].exec(text) ?? MONTHS[1].exec(text) ?? MONTH_FIRST.exec(text))?.groups;
  if (month !== undefined) return { unit: 'month', day: dayMs(month.year, month.month, '1') };
  const named = NAMED_MONTH.exec(text);
  if (named !== null) return { unit: 'month', day: dayMs(fullYear(named[2]), monthNumber(named[1]), '1') };
  const yearFirst = YEAR_AND_MONTH.exec(text);
  if (yearFirst !== null) return { unit: 'month', day: dayMs(yearFirst[1], monthNumber(yearFirst[2]), '1') };
  for (const form of QUARTERS) {
    const { year, quarter } = form.exec(text)?.groups ?? {};
    if (year !== undefined)
      return { unit: 'quarter', day: dayMs(fullYear(year), String(Number(quarter) * 3 - 2), '1') };
  }
  const [, year, short] = YEAR.exec(text) ?? [];
  const whichYear = year ?? (short === undefined ? undefined : fullYear(short));
  return whichYear === undefined ? undefined : { unit: 'year', day: dayMs(whichYear, '1', '1') };
}
