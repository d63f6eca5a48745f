import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { HolidayPlace } from '../contracts/dataset.ts';
import { DAY_MS } from './duration.ts';

/** A holiday and every date that it falls on, ISO. */
export interface HolidayDates {
  readonly name: string;
  readonly dates: readonly string[];
}

/**
 * The public holidays of a country by their English names, for all years from first to last: what a model's `holidays` option takes.
 * A holiday of several days has every one of them among its dates. The tables of all countries are large, so they are loaded
 * when first asked for.
 *
 * @param place ISO 3166 codes: 'DE', and 'BY' of it
 * @throws ModelOptionInvalid for a country or subdivision without tables
 */
export async function countryHolidays(
  { country, subdivision }: HolidayPlace,
  firstYear: number,
  lastYear: number,
): Promise<HolidayDates[]> {
  const { default: Holidays } = await import('date-holidays');
  const countries = Object.keys(new Holidays().getCountries('en'));
  if (!countries.includes(country)) throw noTables('country', country, countries);
  const options = { types: ['public' as const], languages: 'en' };
  const parts = subdivision === undefined ? [] : Object.keys(new Holidays(country).getStates(country, 'en') ?? {});
  if (subdivision !== undefined && !parts.includes(subdivision)) throw noTables('subdivision', subdivision, parts);
  const calendar =
    subdivision === undefined ? new Holidays(country, options) : new Holidays(country, subdivision, options);
  const datesByName = new Map<string, Set<string>>();
  for (let year = firstYear; year <= lastYear; year++) {
    for (const { name, date, start, end } of calendar.getHolidays(year, 'en')) {
      const dates = datesByName.get(name) ?? new Set();
      datesByName.set(name, dates);
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
      for (let i = 0; i < days; i++) dates.add(dayAfter(date.slice(0, ISO_DATE_LENGTH), i));
    }
  }
  return Array.from(datesByName, ([name, dates]) => ({ name, dates: [...dates].sort() }));
}

function noTables(what: 'country' | 'subdivision', got: string, known: readonly string[]): PlatformError {
  return new PlatformError(ERROR_NAMES.modelOptionInvalid, {
    problem: `there are no holidays for this ${what}`,
    got,
    allowed: known.length === 0 ? 'none: the country as a whole' : `ISO 3166 codes: ${known.join(' ')}`,
    hint: OTHERWISE.has(got)
      ? `ISO 3166 calls it ${OTHERWISE.get(got)}`
      : `${known.length === 0 ? 'leave it out' : 'name one of them'}, or list the dates in a candidate's option 'holidays'`,
  });
}

/** What the European Union calls the United Kingdom and Greece. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  ['UK', 'GB'],
  ['EL', 'GR'],
]);

const ISO_DATE_LENGTH = '1981-01-31'.length;

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, ISO_DATE_LENGTH);
}
