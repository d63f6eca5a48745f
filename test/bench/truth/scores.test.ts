import { describe, expect, it } from '@jest/globals';
import { m4Scores } from '../../../bench/truth/scores.ts';

/** Absolute differences by a naive of 1: 2, 2, 4, 2; by one of 2: 4, 2, 2. */
const ONE = { y: [10, 12, 14, 10, 12], t: [10, 30] };

describe("M4's scores", () => {
  it("scale absolute errors by the naive's of the asked lag, and take twice the error over both values in percent", () => {
    expect(m4Scores({ ONE }, { ONE: [10, 20] }, 1)).toEqual({ mase: 2, smape: 20 });
    expect(m4Scores({ ONE }, { ONE: [10, 20] }, 2).mase).toBeCloseTo(5 / (8 / 3), 12);
  });

  it('are means over the series, each of which counts the same', () => {
    const SHORT = { y: [1, 2], t: [3] };
    const LONG = { y: [1, 2], t: [3, 3, 3] };
    expect(m4Scores({ SHORT, LONG }, { SHORT: [7], LONG: [3, 3, 3] }, 1).mase).toBe(2);
  });

  it('refuse a forecaster that leaves periods out', () => {
    expect(() => m4Scores({ ONE }, { ONE: [10] }, 1)).toThrow('ONE has 1 forecasts of 2 periods');
    expect(() => m4Scores({ ONE }, {}, 1)).toThrow('ONE has 0 forecasts of 2 periods');
  });
});
