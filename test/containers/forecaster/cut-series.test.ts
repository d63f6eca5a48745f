import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { seriesBlocks } from '../../../containers/forecaster/series-blocks.ts';
import { seriesSchemaWith } from '../../../core/contracts/tables.ts';
import { writeDataFile } from '../../../tables/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SLICE = {
  frequency: 'day' as const,
  training: { start: '1970-01-01', end: '1970-01-12' },
  forecast: { start: '1970-01-13', end: '1970-01-14' },
};
const SCHEMA = seriesSchemaWith('day', []);

/** A shard of two series, a file a stretch of days. */
async function shardOf(...stretches: readonly (readonly [first: number, end: number])[]): Promise<string> {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'shard=0'));
  for (const [first, end] of stretches) {
    const days = Array.from({ length: end - first }, (_, day) => first + day);
    const columns = {
      unique_id: ['a', 'b'].flatMap((id) => days.map(() => id)),
      ds: Int32Array.from([...days, ...days]),
      y: Float64Array.from([...days, ...days.map((day) => -day)]),
    };
    const { bytes, fileName } = writeDataFile(SCHEMA, { rows: 2 * days.length, columns });
    await writeFile(join(folder, 'shard=0', fileName), bytes);
  }
  return folder;
}

async function blocksOf(folder: string) {
  const blocks = [];
  for await (const { series } of seriesBlocks(folder, SLICE)) blocks.push(series);
  return blocks;
}

describe('a shard that lies in a file a part of the calendar', () => {
  it('gives a job the series that one file would', async () => {
    const whole = await blocksOf(await shardOf([0, 12]));
    expect(whole[0].map(({ uniqueId, ds }) => [uniqueId, ds.length])).toEqual([
      ['a', 12],
      ['b', 12],
    ]);
    expect(await blocksOf(await shardOf([0, 5], [5, 9], [9, 12]))).toEqual(whole);
    expect(await blocksOf(await shardOf([9, 12], [0, 9]))).toEqual(whole);
  });
});
