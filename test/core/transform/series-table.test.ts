import { describe, expect, it } from '@jest/globals';
import { shardOf, shardRows } from '../../../core/transform/series-table.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { DAILY } from '../../support/dataset.ts';
import { transformed } from '../../support/transformed.ts';

const RANGE = { start: '2000-01-01', end: '2020-12-31' };

describe('shardOf', () => {
  // Published test vectors of FNV-1a, 32 bits.
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('is the hash of %j', (id, hash) => {
    expect(shardOf(id, 2 ** 32)).toBe(hash);
  });

  it('is below the number of shards, and always the same', () => {
    const shards = Array.from({ length: 100 }, (_, i) => shardOf(`s${i}`, 4));
    expect(new Set(shards)).toEqual(new Set([0, 1, 2, 3]));
    expect(shardOf('s1', 1)).toBe(0);
  });
});

describe('shardRows', () => {
  it('keeps a series in one shard, sorted by id and date', () => {
    const text = 'station,date,temp\nb,2012-01-02,1\nc,2012-01-01,2\na,2012-01-01,3\nb,2012-01-01,4\n';
    const { series } = transformed(bronzeOf(DAILY, text), DAILY, { bronzeVersion: 1, range: RANGE });
    expect(shardRows(series, 2)).toEqual([
      {
        shard: 0,
        batch: {
          rows: 2,
          columns: { unique_id: ['a', 'c'], ds: Int32Array.of(15340, 15340), y: Float64Array.of(3, 2) },
        },
      },
      {
        shard: 1,
        batch: {
          rows: 2,
          columns: { unique_id: ['b', 'b'], ds: Int32Array.of(15340, 15341), y: Float64Array.of(4, 1) },
        },
      },
    ]);
  });

  it('gives the shards in ascending order', () => {
    const lines = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((id) => `${id},2012-01-01,1\n`);
    const bronze = bronzeOf(DAILY, `station,date,temp\n${lines.join('')}`);
    const { series } = transformed(bronze, DAILY, { bronzeVersion: 1, range: RANGE });
    expect(shardOf('b', 8)).not.toBe(0);
    expect(shardRows(series, 8).map(({ shard }) => shard)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('writes hours as timestamps', () => {
    const dataset = { ...DAILY, frequency: 'hour' } as const;
    const bronze = bronzeOf(dataset, 'station,date,temp\na,2012-01-01T05:00Z,1\n');
    const range = { start: '2012-01-01T00:00:00Z', end: '2012-01-02T00:00:00Z' };
    const { series } = transformed(bronze, dataset, { bronzeVersion: 1, range });
    expect(shardRows(series, 1)[0].batch.columns.ds).toEqual(Float64Array.of(Date.UTC(2012, 0, 1, 5)));
  });
});
