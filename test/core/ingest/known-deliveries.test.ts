import { describe, expect, it } from '@jest/globals';
import { recogniser } from '../../../core/ingest/known-deliveries.ts';

const ENTRY = {
  key: 'weather/a.csv',
  tag: 'e1',
  sizeBytes: 9,
  partition: { station: 'a' },
  sha256: 'aa',
  txn: 'delivery:aa',
  sequence: 0,
};
const LISTED = { file: 'weather/a.csv', tag: 'e1', sizeBytes: 9, partition: { station: 'a' } };
const KNOWN = { mapping: 'csv', deliveries: [ENTRY] };
const TXNS = new Map([['delivery:aa', 0]]);

describe('recogniser', () => {
  it('knows an object that lies there as it was read', () => {
    expect(recogniser(KNOWN, 'csv', TXNS)(LISTED)).toEqual(ENTRY);
  });

  it.each([
    ['another key', { file: 'weather/b.csv' }],
    ['another tag', { tag: 'e2' }],
    ['no tag', { tag: undefined }],
    ['another size', { sizeBytes: 8 }],
    ['another partition', { partition: { station: 'b' } }],
    ['no partition', { partition: {} }],
  ])('does not know one of %s', (_, change) => {
    expect(recogniser(KNOWN, 'csv', TXNS)({ ...LISTED, ...change })).toBeUndefined();
  });

  it('knows nothing of another mapping, nothing that the log has not, and nothing without a cache', () => {
    expect(recogniser(KNOWN, 'parquet', TXNS)(LISTED)).toBeUndefined();
    expect(recogniser(KNOWN, 'csv', new Map())(LISTED)).toBeUndefined();
    expect(recogniser(undefined, 'csv', TXNS)(LISTED)).toBeUndefined();
  });
});
