import { describe, expect, it } from '@jest/globals';
import { countryHolidays } from '../../../core/series/holidays.ts';

describe('countryHolidays', () => {
  it('lists every date of a holiday under one name', async () => {
    const holidays = await countryHolidays({ country: 'US' }, 2012, 2014);
    expect(holidays).toContainEqual({
      name: 'Thanksgiving Day',
      dates: ['2012-11-22', '2013-11-28', '2014-11-27'],
    });
    expect(holidays).toContainEqual({ name: "New Year's Day (substitute day)", dates: ['2012-01-02'] });
  });

  it('counts every day of a holiday of several days', async () => {
    const holidays = await countryHolidays({ country: 'TR' }, 2024, 2024);
    const feast = holidays.find(({ name }) => name.startsWith('Feast of the Sacrifice'));
    expect(feast?.dates.slice(0, 4)).toEqual(['2024-06-16', '2024-06-17', '2024-06-18', '2024-06-19']);
  });

  it('refuses a country without tables', async () => {
    await expect(countryHolidays({ country: 'XX' }, 2024, 2024)).rejects.toMatchObject({
      name: 'ModelOptionInvalid',
      evidence: { got: 'XX' },
    });
  });

  it('has the holidays of a part of a country, and refuses one that there is not', async () => {
    const names = async (subdivision?: string) =>
      (await countryHolidays({ country: 'DE', ...(subdivision === undefined ? {} : { subdivision }) }, 2024, 2024)).map(
        ({ name }) => name,
      );
    expect(await names('BY')).toContain('Epiphany');
    expect(await names()).not.toContain('Epiphany');
    await expect(names('XX')).rejects.toMatchObject({
      message: expect.stringContaining(
        "there are no holidays for this subdivision; got 'XX'; allowed: ISO 3166 codes: BB BE BW",
      ),
    });
    await expect(countryHolidays({ country: 'LU', subdivision: 'X' }, 2024, 2024)).rejects.toThrow(
      'allowed: none: the country as a whole',
    );
  });
});
