import { describe, expect, it } from '@jest/globals';
import { learnedAt, LookErrors } from '../../../core/monitor/look-errors.ts';
import type { ExplainedForecast } from '../../../core/contracts/explained-forecast.ts';

const floats = (...values: number[]) => Float64Array.from(values);

/** Two candidates over the periods 10 to 12; the choice is the second one, 7 in force is the first's part. */
const FORECAST: ExplainedForecast = {
  uniqueId: 'a',
  ds: Int32Array.of(10, 11, 12),
  origin: 9,
  members: [floats(1, 2, 3), floats(2, 4, 6)],
  weights: [0.25, 0.75],
  choice: 1,
  share: 0.4,
  average: floats(1.75, 3.5, 5.25),
  yhat: floats(1.9, 3.8, 5.7),
  half: floats(1, 2, 0),
  scales: [floats(1, 1, 1)],
  size: 2,
  naive: floats(0, 0, 0),
  scale: null,
  learned: undefined,
};
/** Period 11 never came true. */
const ACTUALS = { ds: Int32Array.of(10, 12), y: floats(3, 5) };

describe('LookErrors', () => {
  it('has the mean square of every candidate over the rows that came true', () => {
    const errors = new LookErrors(2);
    errors.add(FORECAST, ACTUALS);
    expect(errors.summary()).toEqual({
      rows: 2,
      // (1.25^2 + 0.25^2) / 2 and (1^2 + 1^2) / 2, each over 2.
      average: (1.5625 + 0.0625) / 4,
      choice: 0.5,
      weights: [0.1, expect.closeTo(0.9, 12)],
      // |3 - 1.9| / 1; the last one has no width.
      series: [{ unique_id: 'a', rows: 2, mse: [4, 1], ratios: [expect.closeTo(1.1, 12)] }],
    });
  });

  it('has nothing of a candidate that has no forecast', () => {
    const errors = new LookErrors(2);
    errors.add({ ...FORECAST, members: [undefined, FORECAST.members[1]], weights: [0, 1] }, ACTUALS);
    expect(errors.summary()).toMatchObject({ weights: [0, 1], series: [{ mse: [null, 1] }] });
  });

  it('has the parts of the candidates over the forecasts that any of them has a part in', () => {
    const errors = new LookErrors(2);
    const known = { ...ACTUALS, ds: Int32Array.of(10), y: floats(3) };
    errors.add({ ...FORECAST, uniqueId: 'z', members: [undefined, undefined], weights: [0, 0], choice: -1 }, known);
    expect(errors.summary()).toMatchObject({ rows: 1, weights: [0, 0] });
    errors.add(FORECAST, known);
    expect(errors.summary()).toMatchObject({ rows: 2, weights: [0.1, expect.closeTo(0.9, 12)] });
    // The first one knows no regressor that far ahead: the second is average and choice.
    const others = new LookErrors(2);
    others.add({ ...FORECAST, members: [undefined, FORECAST.members[1]] }, known);
    expect(others.summary()).toMatchObject({ weights: [0, 1] });
  });

  it('takes the rows of a series together, in whichever stretch they came true', () => {
    const errors = new LookErrors(2);
    errors.add(FORECAST, { ...ACTUALS, ds: Int32Array.of(10), y: floats(3) });
    errors.add(FORECAST, { ...ACTUALS, ds: Int32Array.of(12), y: floats(5) });
    expect(errors.summary()).toMatchObject({ rows: 2, series: [{ rows: 2, mse: [4, 1] }] });
  });

  it('counts each row by the size of its own series, and none where that is unknown', () => {
    const errors = new LookErrors(2);
    errors.add({ ...FORECAST, uniqueId: 'b', size: 8 }, { ...ACTUALS, ds: Int32Array.of(12), y: floats(4) });
    errors.add({ ...FORECAST, uniqueId: 'c', size: undefined }, ACTUALS);
    errors.add(FORECAST, ACTUALS);
    const { rows, choice, series } = errors.summary()!;
    // (2^2 / 8 + 1 / 2 + 1 / 2) / 3.
    expect({ rows, choice }).toEqual({ rows: 5, choice: 0.5 });
    expect(series.map(({ unique_id: id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('has no errors of average and choice where no series has a size', () => {
    const errors = new LookErrors(2);
    errors.add({ ...FORECAST, size: undefined }, ACTUALS);
    expect(errors.summary()).toMatchObject({ rows: 2, average: null, choice: null });
  });

  it('is undefined where nothing came true', () => {
    const errors = new LookErrors(2);
    errors.add(FORECAST, undefined);
    errors.add(FORECAST, { ...ACTUALS, ds: Int32Array.of(20), y: floats(1) });
    expect(errors.summary()).toBeUndefined();
  });
});

describe('learnedAt', () => {
  // The panel of the specification's example B.
  const look = { average: 0.588_602_62, choice: 0.991_325_45 };

  it('leans a blend to the side that was closer', () => {
    const after = learnedAt(look, 'blend', { average: 0.5 });
    expect(after.level).toBeCloseTo(0.789_964_04, 7);
    expect(after.average).toBeCloseTo(0.618_521_37, 7);
  });

  it('leaves what is no blend, and a blend that could not be measured', () => {
    expect(learnedAt(look, 'choice', { average: 0 })).toEqual({ average: 0 });
    const before = { average: 0.3, level: 2 };
    expect(learnedAt({ average: null, choice: null }, 'blend', before)).toBe(before);
  });
});
