import { describe, expect, it } from '@jest/globals';
import type { Candidate } from '../../../core/contracts/dataset.ts';
import { buildModel } from '../../../core/models/families.ts';
import { resolveHolidays } from '../../../core/train/resolve-holidays.ts';

const WINDOWS = {
  training: { start: '2015-01-01', end: '2017-12-31' },
  forecast: { start: '2018-01-01', end: '2018-12-31' },
};
const prophet = (options: Candidate['options']): Candidate => ({ name: 'prophet', family: 'prophet', options });

describe('resolveHolidays', () => {
  it('puts the holidays of the country in the place of its name, from training to beyond the horizon', async () => {
    const { options } = await resolveHolidays(prophet({ country: 'US', nChangepoints: 5 }), {
      ...WINDOWS,
      calendar: undefined,
    });
    const holidays = options.holidays as { name: string; dates: string[] }[];
    expect(options).not.toHaveProperty('country');
    expect(options.nChangepoints).toBe(5);
    expect(holidays.find(({ name }) => name === 'Thanksgiving Day')?.dates.slice(0, 4)).toEqual([
      '2015-11-26',
      '2016-11-24',
      '2017-11-23',
      '2018-11-22',
    ]);
    expect(holidays.find(({ name }) => name === 'Independence Day')?.dates).toContain('2020-07-04');
  });

  it('keeps the holidays that were given by their dates, and is what the family takes', async () => {
    const given = { name: 'sale', dates: ['2016-05-02'] };
    const resolved = await resolveHolidays(prophet({ country: 'DE', holidays: [given] }), {
      ...WINDOWS,
      calendar: undefined,
    });
    expect(resolved.options.holidays).toContainEqual(given);
    const setting = { axis: { frequency: 'day', phase: 0 }, seasonLength: 365, seed: 1 } as const;
    expect(() => buildModel(resolved, setting)).not.toThrow();
  });

  it("gives every candidate that learns from holidays those of the data set, but for one that names a country, and no other one's", async () => {
    const calendar = [
      { name: 'fair', dates: ['2016-05-03'] },
      { name: 'sale', dates: ['2016-05-02'] },
    ];
    const known = { ...WINDOWS, calendar };
    const candidate = (family: string, options = {}): Candidate => ({ name: 'c', family, options });
    const holidaysOf = async (one: Candidate) => (await resolveHolidays(one, known)).options.holidays;
    expect(await holidaysOf(candidate('harmonic'))).toEqual(calendar);
    expect(await holidaysOf(candidate('prophet'))).toEqual(calendar);
    const own = { name: 'sale', dates: ['2016-11-11'] };
    expect(await holidaysOf(candidate('prophet', { holidays: [own] }))).toEqual([own, calendar[0]]);
    expect(await holidaysOf(candidate('prophet', { country: 'US' }))).not.toContainEqual(calendar[0]);
    for (const family of ['seasonal-naive', 'climatology', 'theta', 'damped']) {
      expect(await holidaysOf(candidate(family))).toBeUndefined();
    }
  });

  it('leaves a candidate as it is where there are none', async () => {
    const plain = prophet({});
    expect(await resolveHolidays(plain, { ...WINDOWS, calendar: undefined })).toBe(plain);
  });

  it('refuses a country that has no tables', async () => {
    await expect(resolveHolidays(prophet({ country: 'XX' }), { ...WINDOWS, calendar: undefined })).rejects.toThrow(
      "there are no holidays for this country; got 'XX'",
    );
  });
});
