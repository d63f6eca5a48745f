import type { Candidate } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import { countryHolidays } from '../series/holidays.ts';

/** A forecast that is asked for later than planned still finds its holidays, up to so many years after the horizon. */
const YEARS_TO_SPARE = 2;

/**
 * A prophet candidate's option `country` gives way to that country's public holidays, from the first year of training on: the family
 * itself knows holidays by their dates only, and the artifact carries them, so that every forecast sees the same ones.
 *
 * @throws ModelOptionInvalid for a country without tables
 */
export async function resolveHolidays(
  candidate: Candidate,
  { training, forecast }: { readonly training: DateRange; readonly forecast: DateRange },
): Promise<Candidate> {
  const { country, holidays, ...options } = candidate.options;
  if (candidate.family !== 'prophet' || country === undefined) return candidate;
  const years = [Number(training.start.slice(0, 4)), Number(forecast.end.slice(0, 4)) + YEARS_TO_SPARE] as const;
  const named = await countryHolidays(String(country), ...years);
  return { ...candidate, options: { ...options, holidays: [...(Array.isArray(holidays) ? holidays : []), ...named] } };
}
