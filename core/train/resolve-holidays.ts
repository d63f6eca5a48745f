import type { Candidate } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import { familyOf } from '../models/families.ts';
import { countryHolidays, type HolidayDates } from '../series/holidays.ts';

/** A forecast that is asked for later than planned still finds its holidays, up to so many years after the horizon. */
const YEARS_TO_SPARE = 2;

interface Known {
  readonly training: DateRange;
  readonly forecast: DateRange;
  /** The data set's, as the features table has them; undefined where it has none. */
  readonly calendar: readonly HolidayDates[] | undefined;
}

/**
 * Holidays by their dates: a family knows no others, and the artifact carries them, so that every forecast sees the same ones. A candidate's
 * option `country` gives way to that country's public holidays, from the first year of training on; one without it gets the data set's. Those that
 * it lists itself come first, and win where names are the same.
 *
 * @throws ModelOptionInvalid for a country without tables
 */
export async function resolveHolidays(
  candidate: Candidate,
  { training, forecast, calendar }: Known,
): Promise<Candidate> {
  if (!familyOf(candidate.family).learnsFrom.includes('holidays')) return candidate;
  const { country, holidays, ...options } = candidate.options;
  const years = [Number(training.start.slice(0, 4)), Number(forecast.end.slice(0, 4)) + YEARS_TO_SPARE] as const;
  const named = country === undefined ? calendar : await countryHolidays({ country: String(country) }, ...years);
  if (named === undefined) return candidate;
  const listed: readonly { readonly name: unknown }[] = Array.isArray(holidays) ? holidays : [];
  const more = named.filter(({ name }) => !listed.some((one) => one.name === name));
  return { ...candidate, options: { ...options, holidays: [...listed, ...more] } };
}
