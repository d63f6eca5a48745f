import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { widthOf } from '../../cli/fitted-text.ts';
import { type Column, type Fact, fittedTable, type Row, sheet, textTable } from '../../cli/table.ts';
import { hostileText } from './hostile-text.ts';

const COLUMNS: readonly Column[] = [
  { title: 'version', isFigure: true },
  { title: 'stage' },
  { title: 'reason' },
  { title: 'recipe', isShared: true },
];
const table = (rows: readonly (readonly string[])[], width: number) =>
  fittedTable({ columns: COLUMNS, rows: rows.map((cells) => ({ cells })) }, width);

describe('a table that fits', () => {
  it('has figures on the right, and says below what all rows share', () => {
    expect(
      table(
        [
          ['1', 'Archived', 'too warm', 'blend'],
          ['12', 'Production', 'passed', 'blend'],
        ],
        80,
      ),
    ).toEqual([
      'version  stage       reason',
      '-------  ----------  --------',
      '      1  Archived    too warm',
      '     12  Production  passed',
      '',
      'All: recipe blend',
    ]);
  });

  it('leaves out columns in which nobody has anything', () => {
    expect(
      table(
        [
          ['1', 'Archived', '-', ''],
          ['2', 'Staging', '', '-'],
        ],
        80,
      )[0],
    ).toBe('version  stage');
  });

  it('says the one row of a table in full', () => {
    expect(table([['1', 'Archived', '-', 'blend']], 80)[2]).toBe('      1  Archived  blend');
  });

  it('is nothing without rows', () => {
    expect(table([], 80)).toEqual([]);
  });

  it('aligns what takes two columns a character', () => {
    expect(
      table(
        [
          ['1', '気象', 'a', 'x'],
          ['2', 'Staging', 'b', 'y'],
        ],
        80,
      ).slice(2),
    ).toEqual(['      1  気象     a       x', '      2  Staging  b       y']);
  });
});

describe('a table that is too wide', () => {
  const rows = [
    ['1', 'Archived', 'the quarantined share was beyond what the contract allows', 'blend'],
    ['2', 'Production', 'passed', 'best of two'],
  ];

  it('has the widest cells below their rows', () => {
    expect(table(rows, 45)).toEqual([
      'version  stage       reason  recipe',
      '-------  ----------  ------  -----------',
      '      1  Archived            blend',
      '  reason: the quarantined share was beyond',
      '          what the contract allows',
      '      2  Production  passed  best of two',
    ]);
  });

  it('has no column left whose cells are all below', () => {
    expect(table([rows[0], ['2', 'Staging', rows[0][2], 'best']], 40)[0]).toBe('version  stage     recipe');
  });

  it('has what was to stand below behind what went there', () => {
    const below: readonly Fact[] = [['by', 'ada']];
    const lines = fittedTable({ columns: COLUMNS, rows: [{ cells: rows[0], below }] }, 40);
    expect(lines.slice(2)).toEqual([
      '      1  Archived  blend',
      '  reason: the quarantined share was',
      '          beyond what the contract',
      '          allows',
      '  by: ada',
    ]);
  });

  it('is broken in its first column', () => {
    const columns: readonly Column[] = [{ title: 'series' }, { title: 'rmse', isFigure: true }];
    const rows = [{ cells: ['a series of Seattle whose name goes on and on', '1.5'] }];
    expect(fittedTable({ columns, rows }, 40)).toEqual([
      'series                              rmse',
      '----------------------------------  ----',
      'a series of Seattle whose name       1.5',
      'goes on and on',
    ]);
  });

  it('is a sheet a row where not even that helps', () => {
    const columns: readonly Column[] = Array.from({ length: 6 }, (_, at) => ({
      title: `figure ${at}`,
      isFigure: true,
    }));
    const cells = Array.from({ length: 6 }, (_, at) => String(at));
    expect(fittedTable({ columns, rows: [{ cells }, { cells }] }, 40).slice(4, 9)).toEqual([
      'figure 4  4',
      'figure 5  5',
      '',
      'figure 0  0',
      'figure 1  1',
    ]);
  });
});

describe('labels and their texts', () => {
  it('stand in two columns', () => {
    expect(
      sheet(
        [
          ['stage', 'Production'],
          ['choice', 'harmonic: it has the lowest error of all'],
        ],
        40,
      ),
    ).toEqual(['stage   Production', 'choice  harmonic: it has the lowest', '        error of all']);
  });

  it('have a hash in one piece, below its label', () => {
    expect(sheet([['sha256', 'f'.repeat(64)]], 70)).toEqual(['sha256', `  ${'f'.repeat(64)}`]);
  });

  it('have what stands behind a long label below it', () => {
    expect(
      sheet(
        [
          ['candidate of a name that goes on', 'theta'],
          ['stage', 'Staging'],
        ],
        60,
      ),
    ).toEqual(['candidate of a name that goes on', '                      theta', 'stage                 Staging']);
  });
});

describe('whatever is in it', () => {
  const WIDTHS = fc.integer({ min: 40, max: 200 });
  const FACTS = fc.array(fc.tuple(hostileText(), hostileText()), { maxLength: 4 });
  const TABLES = fc.integer({ min: 1, max: 9 }).chain((count) =>
    fc.record({
      columns: fc.array(
        fc.record(
          {
            title: hostileText(),
            isFigure: fc.constant(true as const),
            isShared: fc.constant(true as const),
          },
          { requiredKeys: ['title'] },
        ),
        { minLength: count, maxLength: count },
      ),
      rows: fc.array(
        fc.record<Row>({ cells: fc.array(hostileText(), { minLength: count, maxLength: count }), below: FACTS }),
        { maxLength: 4 },
      ),
    }),
  );
  const isWider = (width: number) => (line: string) => widthOf(line) > width || /[\n\u001b]/.test(line);

  it('a table is never wider than it is told', () => {
    fc.assert(
      fc.property(TABLES, WIDTHS, (hostile, width) =>
        expect(fittedTable(hostile, width).filter(isWider(width))).toEqual([]),
      ),
    );
  });

  it('nor is a sheet', () => {
    fc.assert(
      fc.property(FACTS, WIDTHS, (facts, width) => expect(sheet(facts, width).filter(isWider(width))).toEqual([])),
    );
  });
});

describe('a table for a file', () => {
  it('is as wide as what is in it', () => {
    expect(textTable(['folder', 'mutants'], [['core', '12']])).toBe(
      'folder  mutants\n------  -------\ncore         12',
    );
  });
});
