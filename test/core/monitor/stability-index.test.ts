import { describe, expect, it } from '@jest/globals';
import { countsIn, stabilityIndex } from '../../../core/monitor/stability-index.ts';
import { binsOf } from '../../../core/series/quantile-bins.ts';

const of = (...values: readonly number[]) => Float64Array.from(values);

describe('stabilityIndex', () => {
  it('is 0 for a sample and itself', () => {
    expect(stabilityIndex(of(4, 1, 3, 2), of(1, 2, 3, 4), 2)).toBe(0);
  });

  it('agrees with a computation by hand', () => {
    // Cut at 2. Reference: 2 of 4 in each bin, smoothed 2.5 / 5. Recent: 1 of 4 and 3 of 4, smoothed 1.5 / 5 and 3.5 / 5.
    // (0.3 - 0.5) ln(0.3 / 0.5) + (0.7 - 0.5) ln(0.7 / 0.5) = 0.102165 + 0.067294
    expect(stabilityIndex(of(1, 2, 3, 4), of(2, 3, 4, 5), 2)).toBeCloseTo(0.169459, 5);
  });

  it('stays finite where the recent sample has left all bins but one', () => {
    // Three bins, 2 of 6 each: 2.5 / 7.5. Recent: 0.5 / 7.5 twice and 6.5 / 7.5.
    // 2 (-4 / 15) ln(1 / 5) + (8 / 15) ln(13 / 5) = 0.858367 + 0.509606
    expect(stabilityIndex(of(1, 2, 3, 4, 5, 6), of(9, 9, 9, 9, 9, 9), 3)).toBeCloseTo(1.367973, 5);
  });

  it('does not depend on the unit of the values', () => {
    const index = stabilityIndex(of(1, 2, 3, 4), of(2, 3, 4, 5), 2)!;
    expect(stabilityIndex(of(-10, 10, 30, 50), of(10, 30, 50, 70), 2)).toBe(index);
  });

  it.each([
    ['rises above it', 6],
    ['falls below it', 4],
  ])('sees that a constant %s', (_, value) => {
    const constant = new Float64Array(20).fill(5);
    expect(stabilityIndex(constant, constant)).toBe(0);
    expect(stabilityIndex(constant, new Float64Array(20).fill(value))).toBeGreaterThan(3);
  });

  it('has a bin of its own for a constant, and counts the bins that one side alone has', () => {
    // 2 (20 / 21) ln(41); (1 / 21) ln(3) - (1 / 21) ln(19.5 / 20.5)
    const constant = new Float64Array(20).fill(5);
    expect(stabilityIndex(constant, new Float64Array(20).fill(4))).toBeCloseTo(7.073471, 6);
    expect(
      stabilityIndex(
        constant,
        constant.map((value, row) => (row === 0 ? 4 : value)),
      ),
    ).toBeCloseTo(0.054696, 6);
    // (-1 / 3) ln(1 / 3) + (1 / 3) ln(5 / 3)
    expect(stabilityIndex(of(1, 2), of(2, 2), 2)).toBeCloseTo(0.536479, 6);
  });

  it('tells from a single value', () => {
    // ln 3
    expect(stabilityIndex(of(1), of(2))).toBeCloseTo(1.098612, 6);
  });

  it('has ten bins unless told', () => {
    const hundred = Float64Array.from({ length: 100 }, (_, row) => row + 1);
    expect(
      stabilityIndex(
        hundred,
        hundred.map((value) => value + 10),
      ),
    ).toBeCloseTo(0.353674, 6);
  });

  it('sees that intermittent demand has fewer zeros', () => {
    const reference = of(0, 0, 0, 0, 0, 0, 0, 0, 2, 3);
    expect(stabilityIndex(reference, reference)).toBe(0);
    expect(stabilityIndex(reference, of(0, 0, 1, 2, 3, 2, 3, 2, 2, 3))).toBeGreaterThan(0.5);
  });

  it('is null where a sample is empty', () => {
    expect(stabilityIndex(of(), of(1))).toBeNull();
    expect(stabilityIndex(of(1), of())).toBeNull();
  });

  it('leaves its arguments as they are', () => {
    const reference = of(3, 1, 2);
    stabilityIndex(reference, of(1));
    expect([...reference]).toEqual([3, 1, 2]);
  });
});

describe('the bins', () => {
  it('are cut at quantiles, each once, and at values that make up a whole bin', () => {
    expect(binsOf(of(5, 3, 1, 2, 4), 2)).toEqual({ cuts: [3], atoms: [] });
    const sample = of(0, 5, 0, 5, 0, 5, 0, 5, 1, 2, 7, 8, 9, 10);
    expect(binsOf(sample, 10)).toEqual({ cuts: [0, 1, 2, 5, 8, 9], atoms: [0, 5] });
    expect(binsOf(of(0, 0, 0, 0, 0, 0, 0, 0, 2, 3), 10)).toEqual({ cuts: [0, 2], atoms: [0] });
  });

  it('hold what is at most their cut; an atom is apart from what lies below it', () => {
    expect(countsIn({ cuts: [1], atoms: [1] }, of(0, 0.5, 1, 2, 2, 2), 2)).toEqual(of(2, 1, 3, 0));
  });
});
