import { describe, expect, it } from '@jest/globals';
import type { SeriesPoints } from '../../../core/backtest/series-points.ts';
import { blendedPoints } from '../../../core/blend/blended-points.ts';
import { pointErrors, seriesPointErrors } from '../../../core/blend/point-errors.ts';

type Point = readonly [cutoff: number, ds: number, y: number, yhat: number, half: number];

function pointsOf(points: readonly Point[]): SeriesPoints {
  const column = (at: number) => points.map((point) => point[at]);
  return {
    cutoff: Int32Array.from(column(0)),
    ds: Int32Array.from(column(1)),
    y: Float64Array.from(column(2)),
    yhat: Float64Array.from(column(3)),
    half: Float64Array.from(column(4)),
  };
}

/** Scored from the first cutoff on, and from the second one on. */
const LONG = pointsOf([
  [5, 6, 10, 8, 1],
  [5, 7, 10, 8, 1],
  [7, 8, 20, 12, 2],
]);
const SHORT = pointsOf([[7, 8, 20, 20, 4]]);
const EVEN = { weights: [0.5, 0.5], choice: 0, share: 1 };

describe('blendedPoints', () => {
  it('blends those that were scored at a point, by their weights among themselves', () => {
    expect(blendedPoints([LONG, SHORT], EVEN)).toEqual(
      pointsOf([
        [5, 6, 10, 8, 1],
        [5, 7, 10, 8, 1],
        [7, 8, 20, 16, 3],
      ]),
    );
    expect(blendedPoints([SHORT, LONG], { ...EVEN, weights: [0.25, 0.75] }).yhat).toEqual(Float64Array.of(8, 8, 14));
  });

  it('takes the average alone where the choice was not scored', () => {
    expect(blendedPoints([LONG, SHORT], { weights: [1, 0], choice: 1, share: 0.5 }).yhat).toEqual(
      Float64Array.of(8, 8, 16),
    );
  });

  it('has no point where only members without weight were scored', () => {
    expect([...blendedPoints([LONG, SHORT], { weights: [0, 1], choice: 1, share: 0.5 }).ds]).toEqual([8]);
  });

  it('refuses points that are not of the same rows', () => {
    const other = pointsOf([[7, 8, 21, 20, 4]]);
    expect(() => blendedPoints([LONG, other], EVEN)).toThrow(expect.objectContaining({ name: 'ArtifactMismatch' }));
  });
});

describe('seriesPointErrors', () => {
  it('counts the points of whoever has most of them, each error over its own', () => {
    const [long, short] = [pointErrors(LONG, 1), pointErrors(SHORT, 1)];
    expect(seriesPointErrors([undefined, short, long])).toEqual({
      near: [undefined, 0, 34],
      all: [undefined, 0, 24],
      count: 2,
      actuals: 200,
    });
  });
});
