import { describe, expect, it } from '@jest/globals';
import type { Publication } from '../../../core/contracts/publication.ts';
import { periodsAhead, stretchesInForce, withPublication } from '../../../core/forecast/publications.ts';
import { formatPeriodRange } from '../../../core/series/period-range.ts';
import { parsePeriod } from '../../../core/series/time-axis.ts';

const DAYS = { frequency: 'day', phase: 0 } as const;
const MAY = periods('2024-05-01', '2024-05-31');

function published(runId: string, start: string, end: string): Publication {
  return { runId, modelVersion: 1, range: { start: `2024-05-${start}`, end: `2024-05-${end}` } };
}

function periods(start: string, end: string) {
  return { first: parsePeriod(DAYS, start), last: parsePeriod(DAYS, end) };
}

describe('withPublication', () => {
  const first = published('a', '01', '10');

  it('puts the newest last', () => {
    const second = published('b', '08', '17');
    expect(withPublication([first], second)).toEqual([first, second]);
    expect(withPublication([second], first)).toEqual([second, first]);
  });

  it('forgets what had ended a horizon before the newest begins', () => {
    // From the 10th to the 19th there are 9 days.
    const near = published('b', '19', '28');
    const far = published('c', '20', '29');
    expect(withPublication([first], near)).toEqual([first, near]);
    expect(withPublication([first], far)).toEqual([far]);
  });

  const second = published('b', '08', '17');

  it('leaves a run that is recorded again in its place: a step was tried again after its answer was lost', () => {
    expect(withPublication([first, second], published('a', '01', '10'))).toEqual([first, second]);
  });

  it.each<[string, Publication]>([
    ['version', { ...first, modelVersion: 2 }],
    ['beginning', published('a', '02', '10')],
    ['end', published('a', '01', '11')],
  ])('takes a run that publishes again with another %s for the newest', (_, again) => {
    expect(withPublication([first, second], again)).toEqual([second, again]);
  });
});

describe('stretchesInForce', () => {
  const stretchesOf = (publications: readonly Publication[], asked = MAY) =>
    stretchesInForce(publications, DAYS, asked).map((stretch) => {
      const { start, end } = formatPeriodRange(DAYS, stretch.periods);
      return [stretch.publication.runId, start.slice(-2), end.slice(-2)];
    });

  it.each<[string, readonly Publication[], readonly (readonly string[])[]]>([
    ['nothing was published', [], []],
    ['one publication', [published('a', '03', '10')], [['a', '03', '10']]],
    [
      'a later beginning takes over from its first period on',
      [published('a', '01', '10'), published('b', '08', '17'), published('c', '15', '24')],
      [
        ['a', '01', '07'],
        ['b', '08', '14'],
        ['c', '15', '24'],
      ],
    ],
    ['the same periods again', [published('a', '01', '10'), published('b', '01', '10')], [['b', '01', '10']]],
    [
      'a shorter one in between',
      [published('a', '01', '10'), published('b', '04', '06')],
      [
        ['a', '01', '03'],
        ['b', '04', '06'],
        ['a', '07', '10'],
      ],
    ],
    [
      'a hole',
      [published('a', '01', '05'), published('b', '09', '12')],
      [
        ['a', '01', '05'],
        ['b', '09', '12'],
      ],
    ],
    [
      'an earlier one published later',
      [published('a', '05', '10'), published('b', '01', '06')],
      [
        ['b', '01', '06'],
        ['a', '07', '10'],
      ],
    ],
  ])('%s', (_, publications, expected) => {
    expect(stretchesOf(publications)).toEqual(expected);
  });

  it('ends where the question ends', () => {
    const asked = periods('2024-05-04', '2024-05-06');
    expect(stretchesOf([published('a', '01', '10')], asked)).toEqual([['a', '04', '06']]);
  });
});

describe('periodsAhead', () => {
  it.each<[string, readonly Publication[], number]>([
    ['nothing was published', [], 0],
    ['ended long ago', [published('a', '01', '05')], 0],
    ['ends today', [published('a', '01', '10')], 0],
    ['ends tomorrow', [published('a', '01', '11')], 1],
    ['begins tomorrow', [published('a', '11', '20')], 10],
    ['begins the day after: nothing for tomorrow', [published('a', '12', '21')], 0],
    ['one after the other', [published('b', '16', '25'), published('a', '06', '15')], 15],
    ['up to a hole', [published('a', '06', '15'), published('b', '17', '26')], 5],
    ['a newer one that ends sooner takes nothing away', [published('a', '01', '20'), published('b', '05', '12')], 10],
  ])('%s', (_, publications, expected) => {
    expect(periodsAhead(publications, DAYS, parsePeriod(DAYS, '2024-05-10'))).toBe(expected);
  });
});
