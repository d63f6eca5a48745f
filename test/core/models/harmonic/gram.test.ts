import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarGram, packedRow } from '../../../../core/models/harmonic/gram.ts';

/** The sums, one period after the other. */
function gramBySummation(angular: readonly number[], first: number, last: number): number[] {
  const columns = 2 + 2 * angular.length;
  const gram = new Array<number>(packedRow(columns)).fill(0);
  for (let period = first; period <= last; period++) {
    const waves = angular.flatMap((omega) => [Math.sin(omega * period), Math.cos(omega * period)]);
    const row = [1, ...waves, period - first];
    for (let i = 0; i < columns; i++) for (let j = 0; j <= i; j++) gram[packedRow(i) + j] += row[i] * row[j];
  }
  return gram;
}

const YEAR = 365.25;

describe('calendarGram', () => {
  it.each([
    ['days', [7, 7 / 2, 7 / 3, YEAR, YEAR / 2, YEAR / 3]],
    ['hours', [24, 12, 168, 56, 24 * YEAR, 12 * YEAR]],
    ['months, with the fastest wave of all', [12, 6, 4, 3, 2.4, 2]],
  ])('is the sum over the calendar: %s', (_, periods) => {
    const angular = periods.map((steps) => (2 * Math.PI) / steps);
    const span = fc.tuple(fc.integer({ min: -20_000, max: 20_000 }), fc.integer({ min: 1, max: 1500 }));
    fc.assert(
      fc.property(span, ([first, count]) => {
        const closed = calendarGram(angular, first, first + count - 1);
        const summed = gramBySummation(angular, first, first + count - 1);
        summed.forEach((value, i) => {
          expect(Math.abs(closed[i] - value)).toBeLessThan(1e-9 * count * count);
        });
      }),
      { numRuns: 40 },
    );
  });
});
