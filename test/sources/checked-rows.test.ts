import { describe, expect, it } from '@jest/globals';
import { checkedRows } from '../../sources/checked-rows.ts';
import type { TextRows } from '../../core/ingest/text-rows.ts';

/** One row, as it may be. */
const ROW: TextRows = {
  rows: 1,
  line: Float64Array.of(2),
  uniqueId: ['a'],
  timestamp: ['2024-01-01'],
  value: ['1'],
  record: [null],
  regressors: ['{"price":"1"}'],
};

async function* batches(...all: readonly TextRows[]): AsyncGenerator<TextRows> {
  yield* all;
}

async function passed(...all: readonly TextRows[]): Promise<number> {
  let rows = 0;
  for await (const batch of checkedRows(batches(...all), 'a.csv')) rows += batch.rows;
  return rows;
}

describe('rows of a delivery', () => {
  it('pass where they are as large as they may be', async () => {
    const long = { ...ROW, uniqueId: ['é'.repeat(512)], value: ['1'.repeat(4096)], regressors: ['x'.repeat(65_536)] };
    expect(await passed(ROW, long)).toBe(2);
  });

  it.each<[string, Partial<TextRows>, string]>([
    ['an id', { uniqueId: ['é'.repeat(513)] }, 'an id is longer than it may be'],
    ['a date', { timestamp: ['1'.repeat(4097)] }, 'a date is longer'],
    ['a value', { value: ['1'.repeat(4097)] }, 'a value is longer'],
    ['regressors', { regressors: ['x'.repeat(65_537)] }, 'the text of the columns that are known ahead is longer'],
    ['a record', { record: ['x'.repeat(65_537)] }, 'a row of another number of fields is longer'],
  ])('are refused where %s is longer, by line', async (_, change, rule) => {
    await expect(passed(ROW, { ...ROW, ...change })).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringMatching(new RegExp(`^a\\.csv, line 2: ${rule}`)),
    });
  });

  it('are refused where there are more of them, all batches together', async () => {
    // Nothing is read of a batch but its texts.
    const many = { ...ROW, rows: 33_554_431, uniqueId: [], timestamp: [], value: [], record: [], regressors: [] };
    expect(await passed(ROW, many)).toBe(33_554_432);
    await expect(passed(ROW, many, ROW)).rejects.toMatchObject({
      name: 'SourceRefused',
      message: expect.stringContaining("got 'more than 33554432 rows'"),
    });
  });
});
