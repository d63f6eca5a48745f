import { describe, expect, it } from '@jest/globals';
import { rowsByOracle } from '../../bench/mutated/csv-oracle.ts';
import { mutated } from '../../bench/mutated/mutate.ts';
import { Random } from '../../bench/mutated/random.ts';
import { Trial } from '../../bench/mutated/try-file.ts';

describe('damaged files', () => {
  it('are the same by their number, and others by another', () => {
    const file = (seed: number) =>
      Buffer.from(mutated(Buffer.from('station,date,temp\n'), new Random(seed))).toString('hex');
    expect(file(1)).toBe(file(1));
    expect(new Set(Array.from({ length: 50 }, (_, seed) => file(seed))).size).toBeGreaterThan(40);
  });

  it('are refused by name, or read as they stand: the first hundred', async () => {
    const trial = await Trial.begin();
    const kinds = new Set<string>();
    for (let seed = 0; seed < 100; seed += 1) {
      const { kind, verdict, why } = await trial.file(seed);
      kinds.add(kind);
      expect([seed, verdict === 'crashed' || verdict === 'differs' ? why : 'as it should']).toEqual([
        seed,
        'as it should',
      ]);
    }
    expect([...kinds].sort()).toEqual(['csv', 'delta', 'gzip', 'parquet', 'zip']);
  });
});

describe('the rows of a CSV text by the oracle', () => {
  const HEADER = 'station,date,temp\n';

  it.each([
    [
      `${HEADER}a,b,c\n\n"x ""y""\nz", b ,c\n`,
      [
        [2, 'a', 'b', 'c'],
        [4, 'x "y"\nz', 'b', 'c'],
      ],
    ],
    [
      'temp;date;station;\r\n1;2;3;\r\n1;2\r\n',
      [
        [2, '3', '2', '1'],
        [3, null, null, null],
      ],
    ],
    ['date\tstation\ttemp\ra\tb\tc', [[2, 'b', 'a', 'c']]],
    [`${HEADER}5" pipe,b,c`, [[2, '5" pipe', 'b', 'c']]],
  ])('%j', (text, rows) => {
    expect(rowsByOracle(text)).toEqual(rows);
  });

  it('are not told where a quote never closes, or something follows it', () => {
    expect(rowsByOracle(`${HEADER}"a,b,c\n`)).toBeUndefined();
    expect(rowsByOracle(`${HEADER}"a"x,b,c\n`)).toBeUndefined();
  });
});
