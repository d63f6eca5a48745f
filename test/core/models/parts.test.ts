import { describe, expect, it } from '@jest/globals';
import type { Frequency } from '../../../core/contracts/frequency.ts';
import { buildModel } from '../../../core/models/families.ts';
import { SALES } from './smoothing/sales.ts';

function decomposed(family: string, y: readonly number[], { frequency = 'month', options = {} }: Asked = {}) {
  const candidate = { name: family, family, options };
  const model = buildModel(candidate, { axis: { frequency, phase: 0 }, seasonLength: 12, seed: 1 });
  const ds = Int32Array.from(y, (_, t) => 100 + t);
  const state = model.prepare({ uniqueId: 's', ds, y: Float64Array.from(y) }).fit(y.length);
  const ahead = Int32Array.from({ length: 30 }, (_, i) => 100 + y.length + i);
  const { yhat } = model.forecast(state, ahead, 0.8);
  const parts = model.decompose?.(state, ahead);
  return { yhat, parts, names: parts?.map(({ name }) => name) };
}

interface Asked {
  readonly frequency?: Frequency;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Two years and more of hours or days, with a course of each season and a slope. */
function course(length: number, seasons: readonly number[], level: number): number[] {
  return Array.from(
    { length },
    (_, t) => level + t / 50 + seasons.reduce((sum, m, k) => sum + (k + 3) * Math.sin((2 * Math.PI * t) / m), 0),
  );
}

const first = ({ values }: { readonly values: Float64Array }) => Number(values[0].toFixed(6));

describe('the parts of a forecast', () => {
  it('are, of theta with a season that multiplies, the worked example of the specification', () => {
    const { parts, names } = decomposed('theta', SALES);
    expect(names).toEqual(['trend', 'yearly']);
    // 168.828656 - 167.998249 is what exp(S) adds to the level.
    expect(parts?.map(first)).toEqual([167.998249, 0.830407]);
  });

  it('are, of damped with a season that adds, its index', () => {
    const y = course(49, [12], 0);
    const { parts, yhat } = decomposed('damped', y);
    const again = decomposed('damped', y).parts;
    expect(parts).toEqual(again);
    expect(parts![1].values[0]).toBeCloseTo(parts![1].values[12], 9);
    expect(parts![0].values[0] + parts![1].values[0]).toBeCloseTo(yhat[0], 12);
  });

  it.each([
    ['theta', 'hour', course(400, [24, 168], 500), ['trend', 'daily', 'weekly']],
    ['damped', 'day', course(800, [7, 365], 100), ['trend', 'weekly', 'yearly']],
    ['damped', 'day', course(800, [7, 365], 0), ['trend', 'weekly', 'yearly']],
    ['theta', 'week', course(120, [52], 100), ['trend', 'yearly']],
    ['theta', 'year', course(30, [], 100), ['trend']],
    [
      'harmonic',
      'hour',
      course(400, [24, 168], 500),
      ['trend', 'season', 'daily', 'weekly', 'yearly', 'last deviation'],
    ],
    ['harmonic', 'day', course(800, [7, 365], 100), ['trend', 'weekly', 'season', 'yearly', 'last deviation']],
    ['harmonic', 'month', course(60, [12], 10), ['trend', 'yearly', 'last deviation']],
  ] as const)('are, of %s by %s, what yhat is the sum of', (family, frequency, y, expected) => {
    const { parts, yhat, names } = decomposed(family, y, { frequency });
    expect(names).toEqual(expected);
    yhat.forEach((value, i) => {
      const sum = parts!.reduce((before, { values }) => before + values[i], 0);
      expect(Math.abs(sum - value)).toBeLessThan(
        1e-12 * Math.max(1, ...parts!.map(({ values }) => Math.abs(values[i]))),
      );
    });
  });

  it('are the waves of their own season, whatever else a harmonic curve has', () => {
    const y = course(800, [7], 100);
    const { parts } = decomposed('harmonic', y, { frequency: 'day' });
    const [, weekly] = parts!;
    expect(Math.max(...weekly.values)).toBeGreaterThan(2.5);
    for (let i = 0; i + 7 < 30; i++) expect(weekly.values[i]).toBeCloseTo(weekly.values[i + 7], 9);
  });

  it('are, of prophet, trend, seasons, holidays and regressors', () => {
    const y = course(800, [7, 365], 100);
    const dates = Object.fromEntries(
      Array.from({ length: 830 }, (_, t) => [new Date((100 + t) * 86_400_000).toISOString().slice(0, 10), t % 11]),
    );
    const holiday = { name: 'fair', dates: ['1970-05-01', '1971-05-01', '1972-06-28'], lowerWindow: 0, upperWindow: 0 };
    const options = { holidays: [holiday], regressors: [{ name: 'rain', values: dates }] };
    const { parts, yhat, names } = decomposed('prophet', y, { frequency: 'day', options });
    expect(names).toEqual(['trend', 'yearly', 'weekly', 'holidays', 'regressors']);
    expect([...parts![3].values].filter((value) => Math.abs(value) > 1e-9)).toHaveLength(1);
    yhat.forEach((value, i) => {
      expect(parts!.reduce((before, { values }) => before + values[i], 0)).toBeCloseTo(value, 10);
    });
  });

  it.each(['seasonal-naive', 'climatology'])('are none of %s', (family) => {
    expect(decomposed(family, SALES).parts).toBeUndefined();
  });
});
