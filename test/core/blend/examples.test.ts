import { describe, expect, it } from '@jest/globals';
import { pooledErrors, recentErrors, sizeOf, type MeanSquares } from '../../../core/blend/errors.ts';
import { scaleAt } from '../../../core/blend/calibrate.ts';
import { farScale, nearScale } from '../../../core/blend/scale.ts';
import { FIRST_SHARE, learned, type Share } from '../../../core/blend/share.ts';
import { averageWeights, choiceOf } from '../../../core/blend/weights.ts';

/** Three candidates n, h and t on two series, after two looks of five rows each; computed independently, with numpy. */
const CROSS_VALIDATION = { a: [9, 4, 1], b: [100, 400, 225] };
const LOOKS = {
  a: [
    [6, 3, 2],
    [4, 4, 2],
  ],
  b: [
    [121, 361, 144],
    [144, 324, 225],
  ],
};
const ALL = [true, true, true];
const NONE: MeanSquares = [undefined, undefined, undefined];

const errorsOf = (series: 'a' | 'b', looks: readonly MeanSquares[] = LOOKS[series]) =>
  recentErrors({ crossValidation: CROSS_VALIDATION[series], looks, actuals: 1 });
const digits = (values: MeanSquares, places = 8) => values.map((value) => Number(value!.toFixed(places)));

describe('errors', () => {
  it('of a series are those of cross-validation and of the looks, the newest counting most', () => {
    expect(digits(errorsOf('a'), 6)).toEqual([6.413793, 3.655172, 1.655172]);
    expect(digits(errorsOf('b'), 6)).toEqual([120.896552, 362.965517, 197.068966]);
    expect(sizeOf(errorsOf('a'))).toBeCloseTo(3.90804598, 8);
    expect(sizeOf(errorsOf('b'))).toBeCloseTo(226.97701149, 8);
  });

  it('of the panel are free of scale', () => {
    expect(digits(pooledErrors([errorsOf('a'), errorsOf('b')], 3))).toEqual([1.08690717, 1.26721155, 0.64588128]);
    expect(digits(pooledErrors([errorsOf('a', []), errorsOf('b', [])], 3))).toEqual([
      1.17118227, 1.25615764, 0.5726601,
    ]);
    const larger = errorsOf('b').map((error) => 1e6 * error!);
    expect(digits(pooledErrors([errorsOf('a'), larger], 3))).toEqual([1.08690717, 1.26721155, 0.64588128]);
  });

  it('that are missing count for nothing, and none is below the floor', () => {
    const crossValidation = [2, undefined, 0];
    expect(recentErrors({ crossValidation, looks: [[undefined, 6, 0], NONE], actuals: 1e4 })).toEqual([2, 6, 1e-5]);
    expect(recentErrors({ crossValidation: NONE, looks: [], actuals: 0 })).toEqual(NONE);
    expect(recentErrors({ crossValidation: [0], looks: [], actuals: 0 })).toEqual([1e-60]);
    // Of values of 1e-10.
    expect(recentErrors({ crossValidation: [1e-22, 4e-22], looks: [], actuals: 1e-20 })).toEqual([1e-22, 4e-22]);
    expect(pooledErrors([NONE], 3)).toEqual(NONE);
    expect(sizeOf(NONE)).toBeUndefined();
    expect(pooledErrors([[1, 3, undefined], NONE, [undefined, 4, 4]], 3)).toEqual([0.5, 1.25, 1]);
  });

  it('of a look without rows of the series leave the older looks their age', () => {
    expect(recentErrors({ crossValidation: [1], looks: [[undefined], [2]], actuals: 0 })[0]).toBeCloseTo(2.8 / 1.9, 12);
  });
});

describe('weights of the average', () => {
  const pooled = pooledErrors([errorsOf('a'), errorsOf('b')], 3);

  it('lean to the smaller errors, of the series and of the panel', () => {
    expect(digits(averageWeights({ own: errorsOf('a'), pooled, points: 20 }, ALL))).toEqual([
      0.07538888, 0.09731976, 0.82729137,
    ]);
    expect(digits(averageWeights({ own: errorsOf('b'), pooled, points: 20 }, ALL))).toEqual([
      0.33530712, 0.08216332, 0.58252956,
    ]);
    expect(digits(averageWeights({ own: NONE, pooled, points: 0 }, ALL))).toEqual([0.15633258, 0.098646, 0.74502142]);
  });

  it('of the only series are those of its errors, however many points there are', () => {
    const alone = pooledErrors([errorsOf('a')], 3);
    for (const points of [1, 20, 1000]) {
      expect(digits(averageWeights({ own: errorsOf('a'), pooled: alone, points }, ALL))).toEqual([
        0.01548266, 0.08365018, 0.90086716,
      ]);
    }
  });

  it('before any look are those of cross-validation', () => {
    const first = pooledErrors([errorsOf('a', []), errorsOf('b', [])], 3);
    expect(digits(averageWeights({ own: errorsOf('a', []), pooled: first, points: 10 }, ALL))).toEqual([
      0.035014, 0.05494578, 0.91004022,
    ]);
    expect(digits(averageWeights({ own: errorsOf('b', []), pooled: first, points: 10 }, ALL))).toEqual([
      0.24846543, 0.07503722, 0.67649735,
    ]);
    expect(digits(averageWeights({ own: NONE, pooled: first, points: 0 }, ALL))).toEqual([
      0.09648093, 0.07819564, 0.82532343,
    ]);
  });

  it('go to those that have a forecast, and errors where others have', () => {
    expect(averageWeights({ own: [1, 1, 1], pooled: [1, 1, 1], points: 5 }, [true, false, true])).toEqual([
      0.5, 0, 0.5,
    ]);
    expect(averageWeights({ own: [1, undefined, 1], pooled: [1, 1, 1], points: 5 }, ALL)).toEqual([0.5, 0, 0.5]);
    expect(averageWeights({ own: NONE, pooled: [1, undefined, 1], points: 0 }, ALL)).toEqual([0.5, 0, 0.5]);
    expect(
      averageWeights({ own: [1, undefined, undefined], pooled: [1, 1, 1], points: 5 }, [false, true, true]),
    ).toEqual([0, 0.5, 0.5]);
    expect(averageWeights({ own: NONE, pooled: NONE, points: 0 }, ALL)).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});

describe('the choice', () => {
  const { a, b } = CROSS_VALIDATION;
  const pooled = pooledErrors([a, b], 3);

  it('is by the series and the panel alike', () => {
    expect(choiceOf({ own: a, pooled }, ALL)).toBe(2);
    expect(choiceOf({ own: b, pooled }, ALL)).toBe(0);
  });

  it("is the next where it has no forecast, the panel's without errors, the earlier of equal ones", () => {
    expect(choiceOf({ own: b, pooled }, [false, true, true])).toBe(2);
    expect(choiceOf({ own: NONE, pooled }, ALL)).toBe(2);
    expect(choiceOf({ own: [4, 2, 2], pooled: [2, 1, 1 - 1e-13] }, ALL)).toBe(1);
    expect(choiceOf({ own: [undefined, 1, undefined], pooled: NONE }, [true, false, true])).toBe(0);
  });
});

describe('the share of the average', () => {
  it('follows whoever was closer', () => {
    const after = (looks: readonly (readonly [number, number])[]) =>
      looks.reduce<Share[]>(
        (shares, [average, choice]) => [...shares, learned(shares.at(-1) ?? FIRST_SHARE, { average, choice })],
        [],
      );
    const shares = after([
      [4, 5],
      [10, 2],
      [3, 6],
      [0, 400],
    ]);
    expect(shares.map(({ level }) => Number(level!.toFixed(6)))).toEqual([4.5, 4.884099, 4.981941, 57.260967]);
    expect(digits(shares.map(({ average }) => average))).toEqual([0.55256165, 0.20889678, 0.33405732, 0.97325117]);
  });

  it('of a panel weighs each series by its own size', () => {
    const [sizeA, sizeB] = [sizeOf(errorsOf('a'))!, sizeOf(errorsOf('b'))!];
    const mean = (a: readonly number[], b: readonly number[]) =>
      (a.reduce((sum, error) => sum + error ** 2 / sizeA, 0) + b.reduce((sum, error) => sum + error ** 2 / sizeB, 0)) /
      (a.length + b.length);
    const [average, choice] = [mean([2, 1], [12, 10]), mean([3, 2], [9, 8])];
    expect(digits([average, choice])).toEqual([0.58860262, 0.99132545]);
    const { level, average: share } = learned(FIRST_SHARE, { average, choice });
    expect(digits([level, share])).toEqual([0.78996404, 0.61852137]);
  });

  it('stays where nobody erred, and never leaves a side without a fortieth', () => {
    expect(learned({ average: 0.7 }, { average: 0, choice: 0 })).toEqual({ average: 0.7, level: 0 });
    expect(learned({ average: 0.5, level: 1 }, { average: 0, choice: 1e9 }).average).toBeCloseTo(0.97495687, 8);
    expect(learned({ average: 0.5, level: 1 }, { average: 1e9, choice: 0 }).average).toBeCloseTo(0.02504313, 8);
  });
});

describe('the scale of an interval', () => {
  const crossValidation = [0.2, 0.5, 0.7, 0.9, 1.1, 1.3, 1.6, 2.0, 2.5];

  it('is a quantile of cross-validation, until looks count as much', () => {
    expect(nearScale({ crossValidation, looks: [] })(0.8)).toBe(2.0);
    expect(
      nearScale({
        crossValidation,
        looks: [
          [0.4, 0.8, 1.2, 3.0],
          [0.3, 0.6, 1.0, 1.4],
        ],
      })(0.8),
    ).toBe(2.0);
    expect(
      nearScale({
        crossValidation,
        looks: [
          [0.4, 0.8, 1.2, 1.3],
          [0.3, 0.6, 1.0, 1.4],
        ],
      })(0.8),
    ).toBe(1.6);
    expect(nearScale({ crossValidation, looks: [] })(0.95)).toBe(2.5);
    expect(nearScale({ crossValidation: [], looks: [] })(0.8)).toBe(1);
    expect(nearScale({ crossValidation: [], looks: [[0.5, 3]] })(0.8)).toBe(3);
  });

  it("beyond the next look is one of cross-validation alone, and not below the model's own where that did not reach", () => {
    const far = Array.from({ length: 20 }, (_, i) => (i + 1) / 25);
    expect(farScale({ beyond: far, all: crossValidation })(0.8, 3)).toBe(17 / 25);
    expect(farScale({ beyond: far.slice(1), all: crossValidation })(0.8, 3)).toBe(2.0);
    expect(farScale({ beyond: [], all: crossValidation })(0.8, 0.4)).toBe(1);
    expect(farScale({ beyond: [], all: crossValidation })(0.8, 3)).toBe(3);
    expect(farScale({ beyond: [0.4], all: [0.4] })(0.8, 3)).toBe(0.4);
    const horizon = { nearPeriods: 5, testedPeriods: 10 };
    expect([5, 6, 10, 11].map((steps) => scaleAt(steps, { near: 0.5, far: 0.7 }, horizon))).toEqual([0.5, 0.7, 0.7, 1]);
    expect(
      [4, 5, 11].map((steps) => scaleAt(steps, { near: 0.5, far: 2 }, { nearPeriods: 5, testedPeriods: 4 })),
    ).toEqual([0.5, 1, 2]);
  });
});
