import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeltaWriter } from '../../support/delta-writer.ts';
import { days, followed } from '../../support/followed-source.ts';
import { describeWith } from '../../support/oracles.ts';
import { SPARK_ARGUMENTS, SPARK_SETTINGS, sparkPython } from '../../support/spark.ts';

/** Spark takes minutes where other programs have the processor. */
const SPARK_TIME = 1_200_000;

const spark = await sparkPython();

describeWith('java', spark)('a table that Spark writes', () => {
  let writer: DeltaWriter;
  beforeAll(() => void (writer = new DeltaWriter(String(spark), ['spark', ...SPARK_ARGUMENTS], SPARK_SETTINGS.env)));
  afterAll(() => writer.end(), 120_000);

  it(
    'is silver after every kind of change, by deletion vectors where it can',
    async () => {
      const found = await followed(writer, [
        { do: 'create', vectors: true },
        { do: 'append', rows: days('a', 0, 60) },
        { do: 'append', rows: days('b', 0, 30) },
        { do: 'delete', where: "station = 'b' AND date < '1970-01-11'" },
        { do: 'update', where: "station = 'a' AND date = '1970-01-02'", set: '7.5' },
        { do: 'merge', rows: [...days('b', 29, 3), ['a', 5, 1.25]] },
        { do: 'purge' },
        { do: 'optimize' },
        { do: 'vacuum' },
        { do: 'delete', where: "station = 'a' AND date > '1970-02-20'" },
        { do: 'restore', back: 1 },
        { do: 'replace', rows: days('c', 0, 10) },
        { do: 'append', rows: days('d', 0, 2) },
      ]);
      expect(found).toEqual([
        ['append', 60, 0, 0],
        ['append', 30, 0, 0],
        ['delete', 20, 30, 0],
        ['update', 60, 60, 0],
        ['merge', 81, 79, 0],
        ['purge', 0, 0, 1],
        ['optimize', 0, 0, 1],
        ['vacuum', 0, 0, 1],
        ['delete', 73, 82, 0],
        ['restore', 82, 73, 0],
        ['replace', 10, 82, 0],
        ['append', 2, 0, 0],
      ]);
    },
    SPARK_TIME,
  );

  it(
    'may have columns of every type, and dates and values of those that are no float',
    async () => {
      expect(await followed(writer, [{ do: 'types', rows: days('a', 0, 7) }])).toEqual([['types', 7, 0, 0]]);
    },
    SPARK_TIME,
  );
});
