import { describe, expect, it } from '@jest/globals';
import { renderComparison } from '../../report/render-comparison.ts';
import { COMPARISON } from './fixture.ts';

describe('the page of a comparison', () => {
  const page = renderComparison(COMPARISON);

  it('names every gate with value, threshold and evidence, escaped', () => {
    for (const text of [
      'skill',
      '0.240',
      '&#62;= 0.05',
      'no-worse',
      '1.097',
      '&#60;= 1.05',
      'RMSE 3.4 &#60;over&#62; 3.1',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).not.toContain('<over>');
  });

  it('says the verdict with every reason, and which model was scored in whose place', () => {
    expect(page).toContain('Refused');
    expect(page).toContain(
      '1 of 2 gates passed on 3 joined rows of the holdout 2014-04-01 to 2014-04-03. 1 more is told, and decides nothing.',
    );
    expect(page).toContain('no-worse: 1.097 is above 1.05');
    expect(page).toContain('its twin: the same recipe on the same window without the holdout');
    expect(page).toContain('signed by key 1');
  });

  it('draws both models against the actuals, with a gap where nothing is known', () => {
    expect(page).toContain('Seattle &#60;high&#62;: RMSE 1.000, Production 1.400');
    expect(page.match(/<svg/g)).toHaveLength(1);
    // Two points with a gap between them are two strokes: each begins with M.
    expect(page).toMatch(/<path d="M[^L"]+M[^L"]+" fill="none" stroke="var\(--actual\)"/);
  });

  it.each([
    [
      [3.1, 47.3, 988.7],
      ['200', '400', '600', '800'],
    ],
    [
      [0.113, 0.351, 0.42],
      ['0.2', '0.3', '0.4'],
    ],
    [
      [-1234.5, 0, 5678.9],
      ['0', '2,000', '4,000'],
    ],
  ])('marks round values of %j', (y, ticks) => {
    const [one] = COMPARISON.series;
    const none = y.map(() => null);
    const drawn = { ...one, y, challenger: none, challengerLower: none, challengerUpper: none, production: none };
    const marks = [
      ...renderComparison({ ...COMPARISON, series: [drawn] }).matchAll(/text-anchor="end" dominant[^>]*>([^<]+)</g),
    ];
    expect(marks.map(([, text]) => text)).toEqual(ticks);
  });

  it('says that the naive goes live where no recipe deserves it', () => {
    expect(
      renderComparison({
        ...COMPARISON,
        production: { ...COMPARISON.production, recipe: 'seasonal naive of 7' },
        verdict: 'naive',
      }),
    ).toContain('The seasonal naive of 7 goes live instead');
    expect(renderComparison({ ...COMPARISON, verdict: 'pass' })).toContain('All gates pass');
  });

  it('says so where there is nothing to compare', () => {
    const bare = { ...COMPARISON, holdout: null, joined: 0, series: [], gates: [], reasons: ['the join is empty'] };
    expect(renderComparison(bare)).toContain('0 of 0 gates passed on 0 joined rows of no holdout.');
  });

  it('stays below 100 kB with a year of days in every chart', () => {
    const year = (value: number) => Array.from({ length: 366 }, (_, day) => value + 10 * Math.sin(day / 3));
    const [one] = COMPARISON.series;
    const long = {
      ...one,
      ds: year(0).map((_, day) => `day ${day}`),
      y: year(1),
      challenger: year(2),
      challengerLower: year(1),
      challengerUpper: year(3),
      production: year(4),
    };
    const size = renderComparison({ ...COMPARISON, series: Array.from({ length: 30 }, () => long) }).length;
    expect(size).toBeLessThan(100_000);
  });

  it('needs no network and no script, and is the same text for the same report', () => {
    expect(page).not.toMatch(/<script|https?:\/\/|@import/);
    expect(renderComparison(COMPARISON)).toBe(page);
  });
});
