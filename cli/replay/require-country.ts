import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { HolidayPlace } from '../../core/contracts/dataset.ts';
import { countryHolidays } from '../../core/series/holidays.ts';
import { UsageError } from '../errors.ts';

/** Before anything runs: every window would fail. @throws UsageError for a country, or a part of one, whose holidays nobody knows */
export async function requireCountry(place: HolidayPlace | null): Promise<void> {
  if (place === null) return;
  try {
    await countryHolidays(place, ANY_YEAR, ANY_YEAR);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.name !== ERROR_NAMES.modelOptionInvalid) throw cause;
    const { problem, got, allowed, hint } = cause.evidence;
    const further = hint === undefined ? '' : `; ${hint}`;
    throw new UsageError(`--country: ${problem}, '${String(got)}'${further}; allowed: ${allowed}`, { cause });
  }
}

const ANY_YEAR = 2000;
