import fc from 'fast-check';
import type { Dataset } from '../../core/contracts/dataset.ts';
import type { RulingKind } from '../../core/contracts/rulings.ts';
import { withContract } from './dataset.ts';

/** What happens between two transforms. */
export interface HistoryStep {
  /** CSV texts that are delivered, in this order. */
  readonly files: readonly string[];
  /** The transform ends at this one of its writes, and is run again. */
  readonly crash?: { readonly at: number; readonly kind: 'before' | 'after' } | undefined;
  readonly isRunTwice: boolean;
  /** What a person says of one of the deliveries so far. */
  readonly ruling?: { readonly file: number; readonly kind: RulingKind } | undefined;
}

export interface DeliveryHistory {
  readonly dataset: Dataset;
  readonly steps: readonly HistoryStep[];
}

/** Periods on both sides of the ends of parts: quarters of days, months of hours. */
const PERIODS = {
  day: ['2011-12-30', '2011-12-31', '2012-01-01', '2012-01-02', '2012-03-31', '2012-04-01', '2012-04-02', '2012-07-01'],
  hour: [
    ...['2011-12-31T22:00Z', '2011-12-31T23:00Z', '2012-01-01T00:00Z', '2012-01-01T01:00Z'],
    ...['2012-01-31T23:00Z', '2012-02-01T00:00Z', '2012-02-01T02:00Z', '2012-03-01T00:00Z'],
  ],
} as const;
const BETWEEN = { day: '2012-01-02T07:00', hour: '2012-01-01T01:30Z' } as const;
const IDS = ['a', 'b', 'c', ' b', 'zürich', 'Z'];
const HEADER = 'station,date,temp';

/**
 * Histories of deliveries: mostly of new periods and some of late, repeated, contradicting, restated, planned and refused rows; several of them between two
 * transforms, some withdrawn, accepted or restored, and transforms that crash or are run again.
 */
export const deliveryHistory: fc.Arbitrary<DeliveryHistory> = fc
  .record({
    frequency: fc.constantFrom('day' as const, 'hour' as const),
    restatements: fc.constantFrom(
      ...(['last-delivery-wins', 'last-delivery-wins', 'last-delivery-wins', 'quarantine'] as const),
    ),
    shards: fc.integer({ min: 1, max: 5 }),
    limited: fc.boolean(),
    zone: fc.constantFrom(null, null, 'Europe/Zurich'),
    strays: fc.constantFrom(false, false, false, false, false, true),
  })
  .chain(({ frequency, restatements, shards, limited, zone, strays }) => {
    const limits = { ...withContract({}).contract.deliveries, ...(limited ? { maxRestatedShare: 0.6 } : {}) };
    const contract = { restatements, timeZone: zone, deliveries: limits };
    const dataset = { ...withContract(contract), frequency, shards };
    const step = stepOf(frequency, strays);
    return fc.record({ dataset: fc.constant(dataset), steps: fc.array(step, { minLength: 2, maxLength: 6 }) });
  });

/** @param strays whether some rows lie off the calendar: then nothing is folded from the first of them on */
function stepOf(frequency: 'day' | 'hour', strays: boolean): fc.Arbitrary<HistoryStep> {
  const period = fc.oneof(
    { weight: 60, arbitrary: fc.constantFrom<string>(...PERIODS[frequency]) },
    { weight: 1, arbitrary: fc.constantFrom(...(strays ? [BETWEEN[frequency]] : []), 'soon', '', '2099-01-01') },
  );
  // Seldom the same word three times: that would be a format, and the file refused as a whole.
  const value = fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom('1', '1.0', '2', '-3', '4', '5') },
    { weight: 2, arbitrary: fc.constantFrom('NA', '', '99') },
    { weight: 1, arbitrary: fc.constantFrom('warm', 'cold', 'mild', 'hot', 'wet', 'dry') },
  );
  const line = fc.oneof(
    { weight: 40, arbitrary: fc.tuple(fc.constantFrom(...IDS), period, value).map((cells) => cells.join(',')) },
    { weight: 1, arbitrary: fc.constantFrom('a', 'a,b,c,d', ',2012-01-01,1') },
  );
  const file = fc.array(line, { minLength: 1, maxLength: 10 }).map((lines) => `${HEADER}\n${lines.join('\n')}\n`);
  return fc.record(
    {
      files: fc.array(file, { minLength: 1, maxLength: 3 }),
      crash: fc.option(fc.record({ at: fc.integer({ min: 1, max: 9 }), kind: fc.constantFrom('before', 'after') }), {
        nil: undefined,
        freq: 3,
      }),
      isRunTwice: fc.boolean(),
      ruling: fc.option(
        fc.record({ file: fc.nat({ max: 9 }), kind: fc.constantFrom('withdraw', 'restore', 'accept', 'accept') }),
        { nil: undefined, freq: 5 },
      ),
    },
    { requiredKeys: ['files', 'isRunTwice'] },
  );
}
