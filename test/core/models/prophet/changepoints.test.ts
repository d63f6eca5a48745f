import { describe, expect, it } from '@jest/globals';
import { changepointRows } from '../../../../core/models/prophet/changepoints.ts';

/** Expected rows: numpy.linspace(0, floor(0.8 n) - 1, count + 1).round()[1:] */
describe('changepointRows', () => {
  it('spreads them evenly over the first 80 % of the rows', () => {
    expect([...changepointRows(1826, 25, 0.8)]).toEqual([
      58, 117, 175, 233, 292, 350, 409, 467, 525, 584, 642, 700, 759, 817, 875, 934, 992, 1050, 1109, 1167, 1226, 1284,
      1342, 1401, 1459,
    ]);
  });

  it('rounds halves to even, as numpy does', () => {
    expect([...changepointRows(10, 2, 0.8)]).toEqual([4, 7]);
    expect([...changepointRows(20, 6, 0.8)]).toEqual([2, 5, 8, 10, 12, 15]);
  });

  it('takes fewer where the history is short', () => {
    expect([...changepointRows(7, 25, 0.8)]).toEqual([1, 2, 3, 4]);
  });

  it('stands one in at the first row where there is room for none', () => {
    expect([...changepointRows(2, 25, 0.8)]).toEqual([0]);
    expect([...changepointRows(500, 0, 0.8)]).toEqual([0]);
    expect([...changepointRows(500, 25, 0)]).toEqual([0]);
  });
});
