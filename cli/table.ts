import { shown } from '../core/contracts/visible.ts';
import { hanging, padded, widthOf, wrapped } from './fitted-text.ts';

/** What something is called, and what it is: both on one line each, however long. */
export type Fact = readonly [label: string, text: string];

export interface Column {
  readonly title: string;
  /** Right-aligned, and never broken. */
  readonly isFigure?: true;
  /** A value that all rows have stands once, below the table. */
  readonly isShared?: true;
}

export interface Row {
  readonly cells: readonly string[];
  /** Stands below the row in any case. */
  readonly below?: readonly Fact[];
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

const GAP = '  ';
/** What stands below a row stands in. */
const INDENT = '  ';
/** A figure that there is none of, `–`, says something. */
const NOTHING: ReadonlySet<string> = new Set(['', '-']);
/** Words of a column are not broken into less than this. */
const NARROWEST = 8;

/**
 * A table that is no wider than it is told: columns without a value are left out, what all rows share stands below. Where that is still too wide,
 * the widest cells go below their rows, then columns of words are broken, and at last each row is a sheet of its own.
 */
export function fittedTable({ columns: named, rows }: Table, width: number): readonly string[] {
  // A title may be a name of the data: 'explain' has a column for each regressor.
  const columns = named.map((column) => ({ ...column, title: oneLine(column.title) }));
  const all = rows.map(({ cells, below = [] }) => ({ cells: cells.map(oneLine), below: below.map(oneLineFact) }));
  const valued = indexesOf(columns, (_, at) => all.some(({ cells }) => !NOTHING.has(cells[at] ?? '')));
  const isSame = (at: number): boolean => all.every(({ cells }) => cells[at] === all[0]?.cells[at]);
  const shared = valued.filter((at) => columns[at]?.isShared === true && rows.length > 1 && isSame(at));
  const kept = valued.filter((at) => !shared.includes(at));
  const body = laidOut(
    kept.map((at) => columns[at]),
    all.map(({ cells, below }) => ({ cells: kept.map((at) => cells[at] ?? ''), below })),
    width,
  );
  const said = shared.map((at) => `${columns[at].title} ${all[0].cells[at]}`);
  return [...body, ...(said.length === 0 ? [] : ['', ...hanging('All: ', said.join('; '), width)])];
}

/** Label and text by line, the texts below each other; a text that has to be broken in its column but not below its label stands below. */
export function sheet(facts: readonly Fact[], width: number): readonly string[] {
  const told = facts.map(oneLineFact);
  const column = Math.min(Math.floor(width / 3), Math.max(0, ...told.map(([label]) => widthOf(label))));
  return told.flatMap(([label, text]) => {
    const room = width - column - GAP.length;
    const longest = Math.max(...text.split(' ').map(widthOf));
    const standsBelow = longest > room && longest <= width - INDENT.length;
    if (standsBelow) return [...wrapped(label, width), ...hanging(INDENT, text, width)];
    if (widthOf(label) > column) return [...wrapped(label, width), ...hanging(' '.repeat(column) + GAP, text, width)];
    return hanging(padded(label, column) + GAP, text, width);
  });
}

interface PlainRow {
  readonly cells: readonly string[];
  readonly below: readonly Fact[];
}

function laidOut(columns: readonly Column[], rows: readonly PlainRow[], width: number): readonly string[] {
  if (rows.length === 0) return [];
  const moved = withoutWidest(columns, rows, width);
  const kept = indexesOf(columns, (_, at) => at === 0 || moved.some(({ cells }) => cells[at] !== ''));
  const heads = kept.map((at) => columns[at]);
  const plain = moved.map(({ cells, below }) => ({ cells: kept.map((at) => cells[at]), below }));
  const widths = narrowed(heads, plain, width);
  if (totalOf(widths) > width) {
    return rows.flatMap(({ cells, below }, at) => [
      ...(at === 0 ? [] : ['']),
      ...sheet([...columns.map(({ title }, index): Fact => [title, cells[index]]), ...below], width),
    ]);
  }
  return [
    ...lineOf(heads, { cells: heads.map(({ title }) => title), widths }),
    ruleOf(widths),
    ...plain.flatMap(({ cells, below }) => [
      ...lineOf(heads, { cells, widths }),
      ...below.flatMap(([label, text]) => hanging(label === '' ? INDENT : `${INDENT}${label}: `, text, width)),
    ]),
  ];
}

/** The cells that need the most, but of the first column and of figures, below their rows until the table fits. */
function withoutWidest(columns: readonly Column[], rows: readonly PlainRow[], width: number): readonly PlainRow[] {
  const natural = rows.map(({ cells }) => cells.map(widthOf));
  const needs = totalOf(widthsBy(columns, natural)) <= width ? natural : rows.map(({ cells }) => cells.map(needOf));
  let left = needs;
  for (;;) {
    const widths = widthsBy(columns, left);
    const present = indexesOf(columns, (_, at) => at === 0 || left.some((row) => row[at] > 0));
    const movable = present.filter((at) => at > 0 && columns[at].isFigure !== true);
    if (totalOf(present.map((at) => widths[at])) <= width || movable.length === 0) break;
    const widest = movable.reduce((most, at) => (widths[at] > widths[most] ? at : most));
    const most = Math.max(...left.map((row) => row[widest]));
    left = left.map((row) => (row[widest] < most ? row : row.with(widest, 0)));
  }
  return rows.map(({ cells, below }, row) => {
    const moved = indexesOf(columns, (_, at) => left[row][at] < needs[row][at]);
    return {
      cells: cells.map((cell, at) => (moved.includes(at) ? '' : cell)),
      below: [...moved.map((at): Fact => [columns[at].title, cells[at]]), ...below],
    };
  });
}

/** As few columns as two lines of a cell can do with: at the best of its spaces. */
function needOf(cell: string): number {
  const words = cell.split(' ').map(widthOf);
  const whole = words.reduce((sum, word) => sum + word + 1, -1);
  let first = -1;
  const halves = words.map((word) => {
    first += word + 1;
    return Math.max(first, whole - first - 1);
  });
  return Math.min(...halves);
}

function widthsBy(columns: readonly Column[], cells: readonly (readonly number[])[]): readonly number[] {
  return columns.map(({ title }, at) => Math.max(needOf(title), ...cells.map((row) => row[at])));
}

/** What is too much is taken from the widest columns: as long as two lines of every cell can do with less, then from words, which are broken. */
function narrowed(columns: readonly Column[], rows: readonly PlainRow[], width: number): readonly number[] {
  const widths = columns.map(({ title }, at) =>
    Math.max(widthOf(title), ...rows.map(({ cells }) => widthOf(cells[at]))),
  );
  const wholeNeeds = rows.map(({ cells }) =>
    cells.map((cell, at) => (columns[at].isFigure === true ? widthOf(cell) : needOf(cell))),
  );
  const needs = widthsBy(columns, wholeNeeds);
  const least = needs.map((need, at) => (columns[at].isFigure === true ? need : Math.min(need, NARROWEST)));
  for (const limits of [needs, least]) {
    while (totalOf(widths) > width) {
      const spare = indexesOf(columns, (_, at) => widths[at] > limits[at]);
      if (spare.length === 0) break;
      widths[spare.reduce((most, at) => (widths[at] > widths[most] ? at : most))] -= 1;
    }
  }
  return widths;
}

function totalOf(widths: readonly number[]): number {
  return widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1);
}

/** A row, on as many lines as its highest cell has. */
function lineOf(
  columns: readonly Column[],
  { cells, widths }: { readonly cells: readonly string[]; readonly widths: readonly number[] },
): readonly string[] {
  const broken = cells.map((cell, at) => wrapped(cell, widths[at]));
  const height = Math.max(...broken.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map(({ isFigure }, at) => padded(broken[at][line] ?? '', widths[at], isFigure === true ? 'right' : 'left'))
      .join(GAP)
      .trimEnd(),
  );
}

function ruleOf(widths: readonly number[]): string {
  return widths.map((width) => '-'.repeat(width)).join(GAP);
}

function oneLine(text: string): string {
  return shown(text, Number.MAX_SAFE_INTEGER);
}

function oneLineFact([label, text]: Fact): Fact {
  return [oneLine(label), oneLine(text)];
}

function indexesOf<T>(items: readonly T[], holds: (item: T, at: number) => boolean): readonly number[] {
  return items.flatMap((item, at) => (holds(item, at) ? [at] : []));
}

/** A plain-text table of its natural width, for files: two spaces between columns; those of words (the first, unless told) left-aligned. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  words: readonly number[] = [0],
): string {
  const widths = header.map((title, at) => Math.max(...[title, ...rows.map((row) => row[at] ?? '')].map(widthOf)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => padded(cell, widths[at], words.includes(at) ? 'left' : 'right'))
      .join(GAP)
      .trimEnd();
  return [line(header), ruleOf(widths), ...rows.map(line)].join('\n');
}
