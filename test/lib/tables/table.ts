import { readFileSync, writeFileSync } from 'node:fs';
import type { Name } from '../support.ts';
import { NAMES } from '../support.ts';

export type Row = readonly string[];

const UPDATE = 'UPDATE_TABLES=1 npm test -- test/lib/tables';

/** Every row once, sorted, in columns; the last column says the environments that it holds for, where it is not all of them. */
export function tableOf(rowsOf: (environment: Name) => readonly Row[]): readonly string[] {
  const environments = new Map<string, { readonly row: Row; readonly names: Name[] }>();
  for (const name of NAMES) {
    for (const row of rowsOf(name)) {
      const known = environments.get(row.join('\t')) ?? { row, names: [] };
      environments.set(row.join('\t'), known);
      if (!known.names.includes(name)) known.names.push(name);
    }
  }
  const rows = [...environments.values()].map(({ row, names }) => [
    ...row,
    names.length === NAMES.length ? '' : `[${names.join(', ')}]`,
  ]);
  return inColumns(rows.sort((a, b) => (a.join('\t') < b.join('\t') ? -1 : 1)));
}

/** In their order. The last two cells may be long texts: they stand side by side. */
export function inColumns(rows: readonly Row[]): readonly string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const padded = (cell: string, column: number) => (column < widths.length - 2 ? cell.padEnd(widths[column]) : cell);
  return rows.map((row) => row.map(padded).join('  ').trimEnd());
}

/** Every row of one stack once, sorted, in columns. */
export function sortedTable(rows: readonly Row[]): readonly string[] {
  const once = new Map(rows.map((row) => [row.join('\t'), row]));
  return inColumns([...once.keys()].sort().map((key) => [...once.get(key)!, '']));
}

/** What all say of themselves alike (their name is the first cell) is one row, in the name of all. */
export function saidOnce(everybody: string, rows: readonly Row[]): readonly Row[] {
  const members = new Set(rows.map(([who]) => who));
  const said = (what: string) => rows.filter(([, ...cells]) => cells.join('\t') === what).length === members.size;
  return rows.map(([who, ...cells]) => [said(cells.join('\t')) ? everybody : who, ...cells]);
}

/**
 * Holds the lines against the file that a person reviewed. With UPDATE_TABLES=1 the file is written instead: its diff is the review.
 *
 * @param title what the file shows, its first line
 */
export function expectReviewed(name: string, title: string, ...sections: readonly (readonly string[])[]): void {
  const file = new URL(`${name}.txt`, import.meta.url);
  const found = [`# ${title}. Written by: ${UPDATE}`, ...sections.flatMap((lines) => ['', ...lines])];
  if (process.env.UPDATE_TABLES === '1') writeFileSync(file, `${found.join('\n')}\n`);
  const reviewed = readFileSync(file, 'utf8').trimEnd().split('\n');
  if (reviewed.join('\n') === found.join('\n')) return;
  const [gone, come] = [missing(found, reviewed), missing(reviewed, found)];
  const what = [...gone.map((line) => `- ${line}`), ...come.map((line) => `+ ${line}`)];
  throw new Error(
    [
      `The templates differ from what was agreed on in test/lib/tables/${name}.txt:`,
      ...(what.length === 0 ? ['  the same lines in another order'] : what),
      `If that is meant: ${UPDATE}`,
    ].join('\n'),
  );
}

/** The lines that are not among those, whatever the width of a column: one longer name must not look like a new table. */
function missing(among: readonly string[], lines: readonly string[]): readonly string[] {
  const narrow = (line: string) => line.replace(/ {2,}/g, '  ');
  const known = new Set(among.map(narrow));
  return lines.map(narrow).filter((line) => !known.has(line));
}
