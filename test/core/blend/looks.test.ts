import { describe, expect, it } from '@jest/globals';
import type { LookHeader } from '../../../core/blend/look-file.ts';
import { lookErrors, lookOfRecipe, lookRatios, rowsOf } from '../../../core/blend/looks.ts';

const candidate = (name: string, options: Record<string, unknown> = {}, family = name) => ({ name, family, options });
const seen = (rows: number, ratios: readonly number[] = [], mse: readonly (number | undefined)[] = [1]) => ({
  rows,
  mse,
  ratios,
});

describe('a look, for another recipe', () => {
  const header: LookHeader = {
    asOf: '2020-03-01',
    range: { start: '2020-02-01', end: '2020-03-01' },
    version: 3,
    candidates: [
      candidate('theta'),
      candidate('week', { lag: 7, more: { a: 1, b: 2 } }, 'seasonal-naive'),
      candidate('mean'),
    ],
    rows: 5,
    average: 1,
    choice: 1,
    share: { before: { average: 0.5 }, after: { average: 0.5 } },
    weights: [0.2, 0.3, 0.5],
    rmse: 1,
    naiveRmse: 1,
    refused: null,
    former: null,
  };

  it('is matched by family and options, whatever the names and the order', () => {
    const look = lookOfRecipe({ header, series: [{ unique_id: 'a', rows: 5, mse: [1, 2, null], ratios: [0.5] }] }, [
      candidate('seven', { more: { b: 2, a: 1 }, lag: 7 }, 'seasonal-naive'),
      candidate('year', { lag: 365 }, 'seasonal-naive'),
      candidate('usual', {}, 'mean'),
      candidate('theta'),
    ]);
    expect(look.asOf).toBe('2020-03-01');
    expect(look.series.get('a')).toEqual({ rows: 5, mse: [2, undefined, undefined, 1], ratios: [0.5] });
  });
});

describe('the looks of a series', () => {
  it('count the rows that errors are made of', () => {
    expect(rowsOf([seen(3), undefined, seen(4), seen(9, [], [undefined])])).toBe(7);
    expect(lookErrors([seen(3), undefined], 1)).toEqual([[1], [undefined]]);
  });

  it('give ratios of the last twelve looks of the panel, whether or not the series had rows at them', () => {
    const looks = [undefined, ...Array.from({ length: 11 }, (_, i) => seen(1, [i])), seen(1, [99])];
    expect(lookRatios(looks).flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(lookRatios([seen(1), seen(1, [2, 3])])).toEqual([[2, 3]]);
  });
});
