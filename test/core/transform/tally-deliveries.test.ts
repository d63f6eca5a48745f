import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { readBronze } from '../../../core/transform/read-bronze.ts';
import { bronzeOf } from '../../support/bronze.ts';
import { DAILY, withContract } from '../../support/dataset.ts';
import { messyCase } from '../../support/messy-deliveries.ts';

const csv = (...lines: string[]) => `station,date,temp\n${lines.join('\n')}\n`;

function tallies(files: readonly string[], dataset: Dataset = DAILY) {
  return readBronze(bronzeOf(dataset, ...files), dataset).deliveries;
}

const ROWS = { newValues: 0, lateValues: 0, restated: 0, repeated: 0, refused: 0, planned: 0 };
const FIRST = csv('a,2012-01-01,1', 'a,2012-01-02,2', 'b,2012-01-01,3');

describe('the rows of a delivery', () => {
  it('of the first are new values', () => {
    expect(tallies([FIRST])).toEqual([
      {
        delivery: '9e9dd8e1ca824d8ac79608e76b89bf47630d41d7548f9189d77ac5f4ef420d21',
        key: '1.csv',
        sequence: 0,
        rows: 3,
        ...ROWS,
        newValues: 3,
        series: 2,
        newSeries: 2,
        knownSeries: 0,
        vanishedSeries: 0,
        seriesBefore: 0,
      },
    ]);
  });

  it('restate where they give another value, and repeat where they give the same', () => {
    const [first, second] = tallies([
      FIRST,
      csv('a,2012-01-01,1.0', 'a,2012-01-02,2.5', 'b,2012-01-01,4', 'a,2012-01-03,9'),
    ]);
    // Whatever a later one says.
    expect(first).toMatchObject({ rows: 3, ...ROWS, newValues: 3 });
    expect(second).toMatchObject({ rows: 4, ...ROWS, newValues: 1, restated: 2, repeated: 1 });
  });

  it('restate what is held, not what was held before that', () => {
    const day = (value: number) => csv(`a,2012-01-01,${value}`);
    const there = tallies([
      day(1),
      day(2),
      csv('a,2012-01-01,1', 'b,2012-01-01,1'),
      csv('a,2012-01-01,1', 'c,2012-01-01,1'),
    ]);
    expect(there.map(({ restated }) => restated)).toEqual([0, 1, 1, 0]);
    expect(there.map(({ repeated }) => repeated)).toEqual([0, 0, 0, 1]);
  });

  it('restate where the contract keeps the former value, too, and are not refused besides', () => {
    const keep = withContract({ restatements: 'quarantine' });
    const [, second, third] = tallies([FIRST, csv('a,2012-01-02,5'), csv('a,2012-01-02,2', 'b,2012-01-01,5')], keep);
    expect(second).toMatchObject({ rows: 1, ...ROWS, restated: 1 });
    expect(third).toMatchObject({ rows: 2, ...ROWS, restated: 1, repeated: 1 });
  });

  it('restate once where one delivery says a thing several times, and not where it contradicts itself', () => {
    const [, thrice, contradicting] = tallies([
      FIRST,
      csv('a,2012-01-01,5', 'a,2012-01-01,5', 'a,2012-01-01,5'),
      csv('a,2012-01-01,6', 'a,2012-01-01,7'),
    ]);
    expect(thrice).toMatchObject({ rows: 3, ...ROWS, restated: 1, repeated: 2 });
    expect(contradicting).toMatchObject({ rows: 2, ...ROWS, refused: 2 });
  });

  it('are late where they lie before what was known of their series when they came', () => {
    const [first, second] = tallies([
      csv('a,2012-01-09,1', 'a,2012-01-03,1', 'b,2012-01-01,1'),
      csv('a,2012-01-10,1', 'a,2012-01-08,1', 'a,2012-01-01,1', 'b,2012-01-02,1', 'c,2011-01-01,1'),
    ]);
    expect(first).toMatchObject({ newValues: 3, lateValues: 0 });
    expect(second).toMatchObject({ newValues: 5, lateValues: 2 });
  });

  it('are refused or planned as silver has it', () => {
    const [tally] = tallies([csv('a,2012-01-01,1', 'a,soon,1', 'a,2012-01-02,warm', 'a,2012-01-03,', 'a,b,c,d')]);
    expect(tally).toMatchObject({ rows: 5, ...ROWS, newValues: 1, refused: 3, planned: 1 });
  });

  it('are held against the rows of the same instant where rows are gathered into periods', () => {
    const means = { ...withContract({ aggregate: 'mean' }), frequency: 'day' as const };
    const noons = (from: number, value: number) =>
      Array.from({ length: 4 }, (_, day) => `a,2012-01-0${day + from}T12:00,${value}`);
    const ones = ['a,2012-01-01T13:00,1', 'a,2012-01-04T13:00,1'];
    const [first, second] = tallies([csv(...noons(1, 1), 'a,2012-01-02T13:00,1'), csv(...noons(3, 2), ...ones)], means);
    expect(first).toMatchObject({ rows: 5, ...ROWS, newValues: 5 });
    // One o'clock of the last day known is not late.
    expect(second).toMatchObject({ rows: 6, ...ROWS, newValues: 4, restated: 2, lateValues: 1 });
  });
});

describe('events', () => {
  it('of a timestamp are held against all that another delivery said of it', () => {
    const sums = { ...withContract({ aggregate: 'sum' }), frequency: 'day' as const };
    const orders = (...amounts: number[]) => csv(...amounts.map((amount) => `a,2012-01-01,${amount}`));
    const [first, same, other] = tallies([orders(1, 1, 2), orders(2, 1, 1), orders(1, 1, 2, 5)], sums);
    expect(first).toMatchObject({ rows: 3, ...ROWS, newValues: 3 });
    expect(same).toMatchObject({ rows: 3, ...ROWS, repeated: 3 });
    expect(other).toMatchObject({ rows: 4, ...ROWS, restated: 4 });
  });
});

describe('the series of a delivery', () => {
  it('are new where no delivery had them, and vanish where the one before had them', () => {
    const of = (...ids: string[]) => csv(...ids.map((id) => `${id},2012-01-01,1`));
    const found = tallies([of('a', 'b', 'c'), of('a', 'd'), of('b', 'c', 'a'), of('e')]);
    expect(
      found.map(({ series, newSeries, knownSeries, vanishedSeries, seriesBefore }) => [
        [series, newSeries, knownSeries],
        [vanishedSeries, seriesBefore],
      ]),
    ).toEqual([
      [
        [3, 3, 0],
        [0, 0],
      ],
      [
        [2, 1, 3],
        [2, 3],
      ],
      [
        [3, 0, 4],
        [1, 2],
      ],
      [
        [1, 1, 4],
        [3, 3],
      ],
    ]);
  });

  it('are in it where their rows are refused, too; a row without an id is of none', () => {
    const [, second] = tallies([
      csv('a,2012-01-01,1', 'b,2012-01-01,1'),
      csv('a,soon,1', 'b,2012-01-02,', ',2012-01-02,1', 'x,y'),
    ]);
    expect(second).toMatchObject({ rows: 4, series: 2, newSeries: 0, vanishedSeries: 0, seriesBefore: 2 });
  });
});

describe('deliveries', () => {
  it('stand in the order of arrival, whatever order their rows are read in', () => {
    const files = [FIRST, csv('a,2012-01-01,2'), csv('c,2012-01-01,3')];
    const batches = bronzeOf(DAILY, ...files);
    const read = readBronze([batches[2], batches[0], batches[1]], DAILY).deliveries;
    expect(read).toEqual(tallies(files));
    expect(read.map(({ key }) => key)).toEqual(['1.csv', '2.csv', '3.csv']);
  });

  it('account for each of their rows once, whatever they hold', () => {
    fc.assert(
      fc.property(messyCase, ({ dataset, files }) => {
        const { deliveries, ledger } = readBronze(bronzeOf(dataset, ...files), dataset);
        const sums = deliveries.map((d) => d.newValues + d.restated + d.repeated + d.refused + d.planned);
        expect(sums).toEqual(deliveries.map(({ rows }) => rows));
        const restated = ledger.dated.reduce((sum, entry) => {
          const periods = 1 + Math.round((Date.parse(entry.to) - Date.parse(entry.from)) / STEP_MS[ledger.step]);
          return sum + periods * (entry.restated + (entry.quarantined.restatement ?? 0));
        }, 0);
        // Of events all rows of a timestamp take the place of all others, and those need not be as many.
        const areEvents = ['sum', 'count'].includes(dataset.contract.aggregate ?? '');
        if (!areEvents) expect(sum(deliveries.map((d) => d.restated))).toBe(restated);
      }),
      { numRuns: 300 },
    );
  });
});

const STEP_MS = { day: 86_400_000, hour: 3_600_000 } as const;

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
