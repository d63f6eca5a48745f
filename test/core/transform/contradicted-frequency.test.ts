import { describe, expect, it } from '@jest/globals';
import type { Frequency } from '../../../core/contracts/frequency.ts';
import { contradictedFrequency } from '../../../core/transform/contradicted-frequency.ts';
import { presenceOf } from '../../../core/transform/presence.ts';

const series = (distances: readonly number[], uniqueId = 'a') => {
  const ds = distances.reduce<number[]>((all, apart) => [...all, all[all.length - 1] + apart], [0]);
  return presenceOf({ uniqueId, ds: Int32Array.from(ds) });
};
const found = (frequency: Frequency, ...panel: readonly (readonly number[])[]) => {
  const error = contradictedFrequency(
    { name: 'sales', frequency },
    panel.map((distances) => series(distances)),
  );
  return error?.evidence.allowed;
};

describe('a frequency that the distances contradict', () => {
  it('is named with the one that they have', () => {
    const error = contradictedFrequency({ name: 'sales', frequency: 'day' }, [series([31, 28, 31, 30])]);
    expect(error).toMatchObject({
      name: 'FrequencyContradicted',
      message:
        "the rows of 'sales' are a month apart, and its frequency is 'day'; got '4 of 4 distances of neighbours are 28 to 31 days'; " +
        "allowed: frequency 'month'; hint: where the rows between are missing by fault, deliver them",
    });
  });

  it.each([
    ['hour', [24, 24, 24, 48], undefined],
    ['hour', [24, 24, 24, 24, 48], "frequency 'day'"],
    ['day', [7, 7, 7, 7, 14], "frequency 'week'"],
    ['day', [91, 92, 92, 90], "frequency 'quarter'"],
    ['day', [365, 365, 366], "frequency 'year'"],
    ['day', [365, 365, 365], "frequency 'year'"],
    ['week', [13, 13, 13], "frequency 'quarter'"],
    ['month', [12, 12, 12], "frequency 'year'"],
    ['quarter', [4, 4, 4], "frequency 'year'"],
    // Every fourth Monday, working days, gaps, a daily series, and too few to say.
    ['day', [28, 28, 28, 28], undefined],
    ['day', [1, 1, 1, 1, 3], undefined],
    ['day', [30, 30, 31, 1], undefined],
    ['day', [31, 60, 31, 59], undefined],
    ['day', [1, 1, 1, 1], undefined],
    ['day', [31, 30], undefined],
    ['year', [5, 5, 5], undefined],
  ] as const)('of a %s: %j', (frequency, distances, expected) => {
    expect(found(frequency, distances)).toBe(expected);
  });

  it('is that of all series together: one with neighbours is enough', () => {
    expect(found('day', [31, 28], [31, 30])).toBe("frequency 'month'");
    expect(found('day', [31, 28, 31], [1, 1])).toBeUndefined();
  });
});
