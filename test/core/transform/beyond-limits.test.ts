import { describe, expect, it } from '@jest/globals';
import { type DeliveryLimits, NO_DELIVERY_LIMITS } from '../../../core/contracts/data-contract.ts';
import type { DeliveryFigures } from '../../../core/contracts/delivery-figures.ts';
import { beyondLimits } from '../../../core/transform/beyond-limits.ts';
import { figures } from '../../support/delivery-figures.ts';

const LIMITS: DeliveryLimits = {
  maxRestatedShare: 0.1,
  minSizeRatio: 0.1,
  maxSizeRatio: 10,
  maxNewSeriesShare: 0.29,
  maxVanishedSeriesShare: 0,
};

function beyond(over: Partial<DeliveryFigures>, limits: DeliveryLimits = LIMITS) {
  return beyondLimits(figures(over), limits);
}

describe('the limits of a delivery', () => {
  it('are not touched by one that is as those before it', () => {
    expect(beyond({})).toEqual([]);
  });

  it.each([
    [
      { restated: 100 },
      { restated: 101 },
      'maxRestatedShare',
      '101 of its 1,000 rows give another value for what was known',
      '10.1 %',
      'at most 10 %',
    ],
    [
      { rows: 100 },
      { rows: 99 },
      'minSizeRatio',
      'it has 99 rows, and 1,000 are usual',
      '0.099 times as many',
      'at least 0.1 times',
    ],
    [
      { rows: 10_000 },
      { rows: 10_001 },
      'maxSizeRatio',
      'it has 10,001 rows, and 1,000 are usual',
      '10 times as many',
      'at most 10 times',
    ],
    [
      { newSeries: 29 },
      { newSeries: 30 },
      'maxNewSeriesShare',
      '30 of its series were never seen before, and 100 were',
      '30 %',
      'at most 29 %',
    ],
    [
      { vanishedSeries: 0 },
      { vanishedSeries: 1 },
      'maxVanishedSeriesShare',
      '1 of the 100 series of the delivery before are not in it',
      '1 %',
      'at most 0 %',
    ],
  ] as const)('%j is within, %j is beyond %s', (within, over, limit, what, value, allowed) => {
    expect(beyond(within)).toEqual([]);
    expect(beyond(over)).toEqual([{ limit, what, value, allowed }]);
    expect(beyond(over, { ...LIMITS, [limit]: null })).toEqual([]);
  });

  it('are all told of, in the order of the contract', () => {
    const all = beyond({ restated: 500, rows: 20_000, usualRows: [10, 1000], newSeries: 200, vanishedSeries: 100 });
    expect(all.map(({ limit }) => limit)).toEqual(['maxSizeRatio', 'maxNewSeriesShare', 'maxVanishedSeriesShare']);
    expect(beyond({ restated: 500, rows: 1000, newSeries: 30 }).map(({ limit }) => limit)).toEqual([
      'maxRestatedShare',
      'maxNewSeriesShare',
    ]);
  });

  it('of the size go by the nearest size that is usual, and do not count where none is', () => {
    expect(beyond({ rows: 40, usualRows: [50, 1000] })).toEqual([]);
    expect(beyond({ rows: 4, usualRows: [50, 1000] }).map(({ what }) => what)).toEqual([
      'it has 4 rows, and 50 are usual',
    ]);
    expect(beyond({ rows: 400, usualRows: [50, 1000] })).toEqual([]);
    expect(beyond({ rows: 1, usualRows: null })).toEqual([]);
  });

  it('of the series do not count where none were known, as in a first delivery', () => {
    const first = { newSeries: 100, knownSeries: 0, seriesBefore: 0, usualRows: null };
    expect(beyond(first)).toEqual([]);
  });

  it('stop nothing where they are null', () => {
    const everything = { restated: 1000, rows: 1, newSeries: 1000, vanishedSeries: 100 };
    expect(beyond(everything, NO_DELIVERY_LIMITS)).toEqual([]);
  });
});
