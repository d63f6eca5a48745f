import { describe, expect, it } from '@jest/globals';
import type { Transition } from '../../core/contracts/promotion.ts';
import { recipeOf } from '../../core/train/recipe.ts';
import { segmentSeries } from '../../report/gather/segments.ts';
import type { ReportData, ReportSeries } from '../../report/report-data.ts';
import { data } from '../../report/sections/data.ts';
import { errors } from '../../report/sections/errors.ts';
import { foldsTables } from '../../report/sections/folds.ts';
import { gates } from '../../report/sections/gates.ts';
import { leaning } from '../../report/sections/leaning.ts';
import { overview } from '../../report/sections/overview.ts';
import { production } from '../../report/sections/production.ts';
import { table, text } from '../../report/table.ts';
import { COMPARISON, GUARDS, reportData, SELECTION_TRIALS } from './fixture.ts';
import { MODEL_VERSION, newModelVersion } from '../support/model-version.ts';

const DATA = reportData(2);
const html = (section: { readonly body: { readonly html: string } } | undefined) => section?.body.html ?? '';
const cells = (text: string, row: string) =>
  [
    ...(new RegExp(`<tr><th[^>]*>(?:<[^>]+>)?${row}.*?</tr>`).exec(text)?.[0] ?? '').matchAll(
      /<t[dh][^>]*>(.*?)<\/t[dh]>/g,
    ),
  ].map(([, cell]) => cell.replaceAll(/<[^>]+>/g, ''));

describe('the errors as a table', () => {
  it('say what the intervals were worth beside their coverage', () => {
    const table = /<caption>Realised errors.*/s.exec(html(errors(DATA)))?.[0] ?? '';
    expect(cells(table, '2014').slice(-3)).toEqual(['78.0 %', '6.500', '0.123']);
  });
});

describe('the head of the page', () => {
  it('counts the windows that are scored of all, and says what was left out', () => {
    const [first, second] = DATA.windows;
    const windows = [first, { ...second, notScored: 'no actuals' }];
    const skipped = [{ train: first.train, evaluate: first.evaluate, runId: 'w03', why: 'no observations' }];
    const head = overview({ ...DATA, windows, skipped, leftOut: ['Nothing <b>of it</b>.'] }).html;
    expect(head).toContain('<span class="label">Windows</span><strong>1 of 3</strong>');
    expect(head).toContain('<li>Nothing &#60;b&#62;of it&#60;/b&#62;.</li>');
    expect(overview(DATA).html).toContain('<span class="label">Windows</span><strong>2</strong>');
    expect(overview(DATA).html).not.toContain('left out');
  });
});

describe('the rows through the layers', () => {
  it('have a column of what was withdrawn where anything was, and it is a part of bronze', () => {
    const [first, second] = DATA.windows;
    const withdrawn = { ...first, counts: { ...first.counts, withdrawnTrain: 182 } };
    const text = html(data({ ...DATA, windows: [withdrawn, second] }));
    expect(text).toContain('>Withdrawn</th>');
    expect(text).toContain('+ withdrawn: no row is lost silently');
    expect(text).toContain('Withdrawn rows are of deliveries that somebody has ruled out');
    expect(html(data(DATA))).not.toContain('ithdrawn');
  });
});

describe('errors that nothing scales', () => {
  it('are explained where a window has none, and nowhere else', () => {
    const [window] = DATA.windows;
    const constant = { ...window, realised: { ...window.realised, mase: null } };
    expect(html(errors({ ...DATA, windows: [constant] }))).toContain('error is 0 there, or there is none');
    expect(html(errors(DATA))).not.toContain('error is 0 there');
  });
});

describe('the time line of Production', () => {
  const page = html(production(DATA));

  it('has a bar a selection with its refreshes, and a mark a look', () => {
    expect([...page.matchAll(/class="reign k\d"[^>]*><b>([^<]+)</g)].map(([, name]) => name)).toEqual(['v1', 'v2–v4']);
    expect([...page.matchAll(/class="mark (\w+)"[^>]*title="([^"]*)"/g)].map(([, ...mark]) => mark)).toEqual([
      ['refused', '2014-08-01: version 3 was refused: movement: 9 is above 5'],
      ['refresh', '2014-09-29: refresh, version 4'],
    ]);
  });

  it('has a row for each window that failed or could not be, in their order', () => {
    const [first] = DATA.windows;
    const at = (start: string) => ({ train: first.train, evaluate: { start, end: start }, runId: start });
    const failed = [{ ...at('2014-12-29'), error: 'EmptyJoin', cause: 'nothing in common' }];
    const skipped = [{ ...at('2013-06-01'), why: 'no observations' }];
    const [, table] = html(production({ ...DATA, failed, skipped })).split('<caption>');
    const rows = [...table.matchAll(/<tr><th[^>]*>(?:<[^>]+>)?(\d{4}-\d\d-\d\d)/g)];
    expect(rows.map(([, start]) => start).slice(0, 4)).toEqual([
      '2013-06-01',
      '2014-01-01',
      '2014-07-01',
      '2014-12-29',
    ]);

    const nothing = { ...DATA, windows: [], series: [], horizons: [], failed, skipped };
    expect(cells(html(production(nothing)), '2014-12-29').at(-1)).toBe('✕ failed EmptyJoin: nothing in common');
    expect(cells(html(production(nothing)), '2013-06-01').at(-1)).toBe('• not lived through no observations');
    expect(html(production({ ...nothing, failed: [], skipped: [] }))).toBe('');
  });

  it('begins a bar where the selection is brought forward, or the former recipe comes back', () => {
    const [first, second] = DATA.windows;
    const looks = second.production.looks.map((look, at) => ({
      ...look,
      kind: at === 0 ? ('select' as const) : ('return' as const),
      refusals: [],
      version: at + 3,
    }));
    const changed = { ...DATA, windows: [first, { ...second, production: { ...second.production, looks } }] };
    const names = [...html(production(changed)).matchAll(/class="reign k\d"[^>]*><b>([^<]+)</g)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(['v1', 'v2', 'v3', 'v4']);
  });

  it('tells what a refusal was worth, and how many refreshes went live', () => {
    expect(cells(page, '2014-07-01')).toEqual([
      '2014-07-01 to 2014-12-28',
      'v2–v4',
      '1.700',
      '0.425',
      '78.0 %',
      '1.800',
      '4.000',
      '49 of 50',
      '1 live, 1 refused',
      'v2 ✓ promoted',
    ]);
    expect(page).toContain('in hindsight wrong: RMSE 1.500 of version 3 against 2.500 of what stayed, on 31 rows');
  });

  it('says who holds a version, and how it is released', () => {
    const move: Transition = {
      dataset: 'weather',
      revision: 1,
      transitionId: 'x',
      action: 'roll-back',
      from: 2,
      to: 1,
      by: 'ada',
      reason: 'too <warm>',
      evidence: null,
      atMs: 0,
    };
    const held = html(production({ ...DATA, transitions: [move] }));
    expect(held).toContain('Version 1 is held since 1970-01-01 00:00 UTC by ada (too &#60;warm&#62;)');
    expect(held).toContain('npm run rollback -- --folder out/demo --dataset weather --release');
    expect(html(production({ ...DATA, transitions: [{ ...move, action: 'release' }] }))).not.toContain('is held');
    expect(page).not.toContain('is held');
  });

  it('dates the moves of a replay by the history that it lived through, and says when it ran', () => {
    const move = { dataset: 'weather', transitionId: 'x', action: 'refresh', from: 1, to: 2 } as const;
    const rest = { by: 'platform', reason: 'r', evidence: null, atMs: Date.UTC(2026, 0, 1, 8) };
    const transitions: Transition[] = [
      { ...move, ...rest, revision: 1, livedThrough: '2014-01-30' },
      { ...move, ...rest, revision: 2, action: 'roll-back' },
    ];
    const audit = html(production({ ...DATA, transitions }));
    expect(cells(audit, '#1')[5]).toBe('2014-01-30');
    expect(cells(audit, '#2')[5]).toBe('2026-01-01 08:00');
    expect(audit).toContain('living through history; it ran at 2026-01-01 08:00 UTC.');
    expect(page).not.toContain('living through history; it ran');
  });

  it('calls a selection in the audit record what was cross-validated, though it went live as a refresh does', () => {
    const versions = [1, 2].map((version) => ({
      ...newModelVersion(`run-${version}`),
      version,
      registeredAtMs: 0,
      refreshOf: version === 1 ? null : 1,
    }));
    const transitions = versions.map(({ version, runId }) => ({
      dataset: 'weather',
      revision: version,
      transitionId: runId,
      action: 'refresh' as const,
      from: null,
      to: version,
      by: 'platform',
      reason: 'within the guard',
      evidence: null,
      atMs: 0,
    }));
    const audit = html(production({ ...DATA, versions, transitions }));
    expect(cells(audit, '#1')[1]).toBe('selection');
    expect(cells(audit, '#2')[1]).toBe('refresh');
  });
});

describe('a table', () => {
  it('breaks no date of a range', () => {
    expect(table('c', [text('Window'), text('Why')], [['2014-01-01 to 2014-06-30', 'up to 2']]).html).toContain(
      '<span class="d">2014-01-01 to 2014-06-30</span></th><td data-title="Why">up to 2</td>',
    );
  });
});

describe('what the forecasts were made of', () => {
  it('is an area a candidate, and the share of the average as a line', () => {
    const text = leaning(DATA)?.html ?? '';
    expect([...text.matchAll(/<title>([^<]+)</g)].map(([, name]) => name)).toEqual(['seasonal-naive', 'harmonic']);
    expect(text).toContain('class="share"');
    expect(cells(text, '2014-08-01').slice(2)).toEqual(['0.500', '0.625', '25.0 %', '75.0 %']);
  });

  it('has no such line where the recipe is no blend, and nothing where no look has scored', () => {
    const windows = DATA.windows.map((window) => ({ ...window, recipe: 'average' as const }));
    expect(leaning({ ...DATA, windows })?.html).not.toContain('class="share"');
    expect(leaning({ ...DATA, windows })?.html).toContain('in the forecasts in force, the mean over the series');
    expect(leaning(DATA)?.html).toContain('in the forecasts in force, as average and as choice, the mean over');
    expect(leaning({ ...DATA, windows: DATA.windows.slice(0, 1) })).toBeUndefined();
  });
});

describe('guards and gates', () => {
  const page = html(gates(DATA));

  it('counts what each guard decided, and what it was worth', () => {
    expect(page).toContain(
      '2 versions of the recipe in force met the guard; 1 refused, in hindsight 0 rightly, 1 wrongly and 0 not known.',
    );
    expect(cells(page, 'movement')).toEqual(['movement', '1', '1', '0', '1', '12 °C', '&#60;= 5 (v4)']);
    expect(cells(page, 'series-in-range').slice(0, 3)).toEqual(['series-in-range', '1', '0']);
    expect(page).toContain('exempt: what was refused before was closer');
  });

  it('says which of them were selections, which figures of looks leave out', () => {
    const versions = [
      { ...MODEL_VERSION, version: 3, refreshOf: 2 },
      { ...MODEL_VERSION, version: 4, refreshOf: null },
    ];
    expect(html(gates({ ...DATA, versions }))).toContain(
      '2 versions of the recipe in force met the guard, 1 refresh and 1 selection that found the same recipe again; 1 refused',
    );
  });

  it('calls a refusal right where what stayed was closer', () => {
    const [first, second] = DATA.windows;
    const looks = second.production.looks.map((look) => ({
      ...look,
      hindsight: look.hindsight === null ? null : { ...look.hindsight, refusedRmse: 3 },
    }));
    const right: ReportData = { ...DATA, windows: [first, { ...second, production: { ...second.production, looks } }] };
    expect(html(gates(right))).toContain('in hindsight 1 rightly, 0 wrongly');
  });

  it('tells what a refused recipe would have been worth', () => {
    expect(page).toContain(
      'In hindsight the refusal was right: held for the whole window the version has RMSE 1.800, what was in force 1.700.',
    );
    const passed = { ...DATA, comparisons: [{ ...COMPARISON, verdict: 'pass' as const }] };
    expect(html(gates(passed))).not.toContain('In hindsight the refusal');
  });

  it('shows the one where there is no other', () => {
    expect(html(gates({ ...DATA, comparisons: [] }))).not.toContain('The gates of recipes');
    expect(html(gates({ ...DATA, guards: [] }))).not.toContain('The guard of refreshes');
    expect(gates({ ...DATA, comparisons: [], guards: [] })).toBeUndefined();
    expect(GUARDS.map(({ verdict }) => verdict)).toEqual(['refuse', 'pass']);
  });
});

describe('the trials of a selection', () => {
  it('have their options and folds, the best of each fold in bold', () => {
    const text = foldsTables([SELECTION_TRIALS], undefined)?.html ?? '';
    expect(text).toContain('harmonic {&#34;yearly&#34;:3}');
    expect(cells(text, '2013-02-01')).toEqual(['2013-02-01', '3.000', '2.750']);
    expect(text).toContain('<strong>2.750</strong>');
    expect(text).not.toContain('<strong>3.000</strong>');
  });
});

describe('a segment', () => {
  const column = (...values: number[]) => Float64Array.from(values);
  const one = (uniqueId: string, y: Float64Array, yhat: Float64Array): ReportSeries => {
    const window = { y, yhat, lower: yhat, upper: yhat, rmse: 3, naiveRmse: 4 };
    return { uniqueId, rmse: 3, naiveRmse: 4, windows: [window] };
  };

  it('is the mean over the series that have both values in a period', () => {
    const series = [
      one('a x', column(1, 2, NaN), column(2, NaN, 3)),
      one('a y', column(3, 4, NaN), column(6, 5, 3)),
      one('b x', column(9, 9, 9), column(9, 9, 9)),
    ];
    const [a, b, ...others] = segmentSeries(series, ' ');
    expect(others).toEqual([]);
    expect([a.uniqueId, b.uniqueId]).toEqual(['a: mean of 2 series', 'b: mean of 1 series']);
    expect([...a.windows[0]!.y]).toEqual([2, 4, NaN]);
    expect([...a.windows[0]!.yhat]).toEqual([4, 5, NaN]);
    expect([...a.windows[0]!.lower]).toEqual([NaN, NaN, NaN]);
    expect([a.rmse, a.naiveRmse]).toEqual([3, 4]);
  });

  it('is none where the panel has no segments', () => {
    expect(segmentSeries([one('a x', column(1), column(1))], null)).toEqual([]);
  });
});

describe('a recipe that the literal does not ask for', () => {
  const live = { ...MODEL_VERSION, stage: 'Production' as const };
  const other = 'asks for another recipe than that of version';

  it('is told where it is in Production', () => {
    expect(html(production({ ...DATA, versions: [live] }))).toContain(other);
    expect(html(production({ ...DATA, versions: [{ ...live, stage: 'Archived' }] }))).not.toContain(other);
    const asked = { ...live, recipe: recipeOf(DATA.dataset) };
    expect(html(production({ ...DATA, versions: [asked] }))).not.toContain(other);
  });
});
