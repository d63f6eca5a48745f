import { describe, expect, it } from '@jest/globals';
import { worseSeries } from '../../../core/gates/worse-series.ts';
import { broken, NO_SERIES, PERFECT, POLICY, sign, withErrors, withOneValue } from './perfect.ts';

const twice = (row: number) => 2.2 * sign(row);

describe('worse-series', () => {
  it('passes where few enough series get worse', () => {
    expect(worseSeries(PERFECT, POLICY)).toMatchObject({
      outcome: 'pass',
      value: 0,
      threshold: '<= 0.25',
      evidence: 'RMSE is more than 5 % above that of Production in 0 of 4 series that both forecast',
    });
    expect(worseSeries(withErrors(twice, 'south/b'), POLICY)).toMatchObject({ outcome: 'pass', value: 0.25 });
  });

  it('refuses where too many do, and does not count one inside the tolerance', () => {
    const slightly = (row: number) => 2.08 * sign(row);

    expect(worseSeries(withErrors(twice, 'south/b', 'north/b'), POLICY)).toMatchObject({
      outcome: 'refuse',
      value: 0.5,
    });
    expect(worseSeries(withErrors(slightly), POLICY)).toMatchObject({ outcome: 'pass', value: 0 });
  });

  it('counts a series that errs as much as Production as no worse, even without a tolerance', () => {
    const same = broken(({ production }) => ({ challenger: production! }));
    const policy = { ...POLICY, production: { ...POLICY.production, tolerance: 0 } };
    expect(worseSeries(same, policy)).toMatchObject({ outcome: 'pass', value: 0 });
  });

  it('judges a panel of two, and a series of one row', () => {
    const two = { ...PERFECT, series: withErrors(twice).series.slice(0, 2) };
    expect(worseSeries(two, POLICY)).toMatchObject({ outcome: 'refuse', value: 1 });

    const hardlyKnown = broken(({ production }) => ({
      production: { ...production!, yhat: production!.yhat.map((value, row) => (row === 0 ? value : NaN)) },
    }));
    expect(worseSeries(hardlyKnown, POLICY).evidence).toContain('in 0 of 4 series');
  });

  it('leaves a single series to no-worse-than-production', () => {
    const single = { ...PERFECT, series: withErrors(twice).series.slice(0, 1) };

    expect(worseSeries(single, POLICY)).toMatchObject({
      outcome: 'pass',
      threshold: 'panels only',
      evidence: expect.stringContaining('one series'),
    });
  });

  it('judges a panel of which Production knows one series by that one', () => {
    const mostlyNew = broken(() => ({ production: undefined }), 'north/b', 'south/a', 'south/b');
    const series = mostlyNew.series.map((one, index) => (index === 0 ? withErrors(twice).series[0] : one));

    expect(worseSeries({ ...PERFECT, series }, POLICY)).toMatchObject({ outcome: 'refuse', value: 1 });
  });

  it('cannot be computed on an empty join, or where one series has an error that is no number', () => {
    for (const comparison of [
      NO_SERIES,
      broken(() => ({ production: undefined })),
      withOneValue('challenger', NaN),
      withOneValue('production', Infinity),
      { ...withOneValue('challenger', NaN), series: withOneValue('challenger', NaN).series.slice(1, 2) },
    ]) {
      expect(worseSeries(comparison, POLICY)).toMatchObject({ outcome: 'refuse', value: null });
    }
  });
});
