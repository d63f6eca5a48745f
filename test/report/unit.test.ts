import { describe, expect, it } from '@jest/globals';
import { gateValue, inUnit, measured, unitOf } from '../../report/unit.ts';

const AGAINST_PRODUCTION = { unit: '°C', rival: 'Production' };

describe('the unit of the target', () => {
  it('is what the tags say, and none where they say nothing', () => {
    expect(unitOf({ tags: { unit: 'kWh' } })).toBe('kWh');
    expect(unitOf({ tags: { unit: ' ' } })).toBeUndefined();
    expect(unitOf({ tags: {} })).toBeUndefined();
    expect(unitOf({ tags: JSON.parse('{"__proto__":{"unit":"x"}}') as Record<string, string> })).toBeUndefined();
  });

  it('stands behind a figure, and not behind none', () => {
    expect(measured(3.84, '°C')).toBe('3.840 °C');
    expect(measured(3.84, undefined)).toBe('3.840');
    expect([measured(null, '°C'), measured(NaN, '°C'), measured(Infinity, '°C')]).toEqual(['–', '–', '–']);
    expect([inUnit('RMSE', '°C'), inUnit('RMSE', undefined)]).toEqual(['RMSE (°C)', 'RMSE']);
  });
});

describe('the value of a gate', () => {
  it.each([
    ['no-worse-than-production', 1.021, "1.021 of Production's RMSE"],
    ['no-worse-than-naive', 0.633, "0.633 of the naive's mean squared error"],
    ['skill-over-naive', 0.204, '20.4 % better than the naive'],
    ['skill-over-naive', -0.204, '20.4 % worse than the naive'],
    ['interval-coverage', 0.75, '75.0 % of the values'],
    ['bias', -0.227, "-0.227 of the naive's RMSE"],
    ['joined-rows', 1360, '1,360 rows'],
    ['worse-series', 0.5, '50.0 % of the series'],
    ['movement', 556.7, '556.7 °C'],
    ['same-series', 1, '1 series lost'],
    ['a gate of tomorrow', 1.5, '1.500'],
    ['toString', 1.5, '1.500'],
    ['movement', null, 'no value'],
  ])('%s %s is a figure of something', (gate, value, shown) => {
    expect(gateValue({ gate, value }, AGAINST_PRODUCTION)).toBe(shown);
  });

  it('is of the naive where that stands against the challenger', () => {
    expect(gateValue({ gate: 'worst-segment', value: 0.866 }, { unit: undefined, rival: 'the naive' })).toBe(
      "0.866 of the naive's RMSE",
    );
  });
});
