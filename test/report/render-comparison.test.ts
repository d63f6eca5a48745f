import { describe, expect, it } from '@jest/globals';
import { renderComparison } from '../../report/render-comparison.ts';
import type { ComparisonReport } from '../../core/contracts/promotion.ts';
import { weather } from '../../datasets/weather.ts';
import { COMPARISON } from './fixture.ts';

const rendered = (report: ComparisonReport) => renderComparison(report, weather, '--folder out/demo');

describe('the page of a comparison', () => {
  const page = rendered(COMPARISON);

  it('names every gate with value, threshold and evidence, escaped', () => {
    for (const text of [
      'worse-series',
      '24.0 % of the series',
      '&#60;= 0.75',
      'no-worse-than-production',
      '1.097 of Production&#39;s RMSE',
      '&#60;= 1.05',
      'RMSE 3.4 &#60;over&#62; 3.1',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).not.toContain('<over>');
  });

  it('answers its question before anything else, and says what else decided and what follows', () => {
    const head = page.slice(page.indexOf('<header'), page.indexOf('</header>'));
    expect(head).toContain(
      'Refused</span> 9.7 % worse than Production on the holdout 2014-04-01 to 2014-04-03 (3 rows); up to 5 % is allowed, and it is more than luck: refused.</p>',
    );
    expect(head).toContain('Beside the error: worse-series passes; 1 gate is told, and decides nothing.');
    expect(head).toContain('Next: nobody has to do anything. Version 1 stays in Production');
    expect(head).not.toContain('npm run');
  });

  it('says who may answer, and with which commands, where it passes', () => {
    const passed = rendered({ ...COMPARISON, verdict: 'pass', reasons: [] });
    expect(passed).toContain('where its environment asks for approval, version 2 waits for a person');
    expect(passed).toContain(
      '<code>npm run approve -- --folder out/demo --dataset weather --run replay-w02</code></li><li><code>npm run reject -- --folder out/demo --dataset weather --run replay-w02 --reason &#39;...&#39;</code>',
    );
  });

  it('folds gates to their verdict, but for those that refuse, which come first', () => {
    const gates = page.slice(page.indexOf('id="gates"'), page.indexOf('id="sides"'));
    const folds = [
      ...gates.matchAll(/<details( open)?><summary><span class="badge \w+">.*?<\/span> \w+<\/span> ([\w -]+)/g),
    ];
    expect(folds.map(([, open, what]) => [open === ' open', what.trim()])).toEqual([
      [true, 'no-worse-than-production'],
      [false, 'worse-series'],
      [false, '1 more that decides nothing'],
    ]);
  });

  it('folds what complies, and the libraries within', () => {
    const evidence = ['a 1', 'b 1', 'c 1', 'd 1', 'e 1', 'f 1', 'g 1'].join(', ');
    const libraries = { check: 'libraries', outcome: 'pass' as const, evidence };
    const folded = rendered({ ...COMPARISON, compliance: [...COMPARISON.compliance, libraries] });
    expect(folded).toContain('<details><summary><span class="badge good">');
    expect(folded).toContain('all 2 checks of compliance');
    expect(folded).toContain('<summary>7 libraries</summary>a 1, b 1');
    const failed = { check: 'owner', outcome: 'refuse' as const, evidence: 'is not recorded' };
    const refused = rendered({ ...COMPARISON, compliance: [...COMPARISON.compliance, failed] });
    expect(refused).toMatch(/<details open><summary>[^\n]*owner: 1 of 2 checks of compliance/);
    expect(rendered({ ...COMPARISON, compliance: [] })).toContain('Compliance was not checked.');
  });

  it('says which model was scored in whose place, in the unit of the target', () => {
    expect(page).toContain('RMSE (°C)');
    expect(page).toContain('its twin: the same recipe on the same window without the holdout');
    expect(page).toContain('signed by key 1');
  });

  it('draws both models against the actuals, with a gap where nothing is known', () => {
    expect(page).toContain('Seattle &#60;high&#62;: RMSE 1.000 °C, Production 1.400 °C');
    expect(page.match(/<svg/g)).toHaveLength(1);
    expect([...page.matchAll(/text-anchor="(?:middle|end)">([^<]+)</g)].map(([, label]) => label)).toEqual([
      '1 Apr 2014',
      '2 Apr',
      '3 Apr',
    ]);
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
      ...rendered({ ...COMPARISON, series: [drawn] }).matchAll(/text-anchor="end" dominant[^>]*>([^<]+)</g),
    ];
    expect(marks.map(([, text]) => text)).toEqual(ticks);
  });

  it('says that the naive goes live where no recipe deserves it', () => {
    expect(
      rendered({
        ...COMPARISON,
        production: { ...COMPARISON.production, recipe: 'seasonal naive of 7' },
        verdict: 'naive',
      }),
    ).toContain('The seasonal naive of 7 goes live, so that nobody is without a forecast');
  });

  it('says so where there is nothing to compare', () => {
    const bare = { ...COMPARISON, holdout: null, joined: 0, series: [], gates: [], reasons: ['the join is empty'] };
    expect(rendered(bare)).toContain('Not compared: the join is empty: refused.');
    expect(rendered(bare)).not.toContain('What decided');
  });

  it('stays below 100 kB with a year of days in every chart', () => {
    const year = (value: number) => Array.from({ length: 366 }, (_, day) => value + 10 * Math.sin(day / 3));
    const [one] = COMPARISON.series;
    const long = {
      ...one,
      ds: year(0).map((_, day) => new Date(Date.UTC(2014, 0, 1 + day)).toISOString().slice(0, 10)),
      y: year(1),
      challenger: year(2),
      challengerLower: year(1),
      challengerUpper: year(3),
      production: year(4),
    };
    const size = rendered({ ...COMPARISON, series: Array.from({ length: 30 }, () => long) }).length;
    expect(size).toBeLessThan(100_000);
  });

  it('needs no network and no script, and is the same text for the same report', () => {
    expect(page).not.toMatch(/<script|https?:\/\/|@import/);
    expect(rendered(COMPARISON)).toBe(page);
  });
});
