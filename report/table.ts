import { thousands } from '../core/contracts/figures.ts';
import { markup, type Content, type Markup } from './markup.ts';

export interface TableColumn {
  readonly title: string;
  /** Figures stand to the right. */
  readonly numeric?: boolean;
}

/**
 * A table with a caption, whose first cell heads its row; a column without a single entry is left out. On a phone each row becomes a card,
 * so that nothing is cut off: every cell carries its column's title.
 */
export function table(caption: string, columns: readonly TableColumn[], rows: readonly (readonly Content[])[]): Markup {
  const shown = columns.map((_, index) => index).filter((index) => hasEntry(rows, index));
  const heads = shown.map((index) => {
    const { title, numeric } = columns[index];
    return markup`<th scope="col"${numeric === true ? NUMERIC : ''}>${title}</th>`;
  });
  return markup`<div class="table"><table><caption>${caption}</caption><thead><tr>${heads}</tr></thead><tbody>${rows.map(
    (row) => markup`<tr>${shown.map((index) => cellOf(row[index], index, columns[index]))}</tr>`,
  )}</tbody></table></div>`;
}

/** More rows than that are behind one line: a phone shows each as a card. */
const LONG_ROWS = 24;

/** What shows these rows, folded where they are many. @param what they are, in the plural */
export function foldedRows(what: string, shown: Markup, rows: readonly unknown[]): Markup {
  if (rows.length <= LONG_ROWS) return shown;
  return markup`<details><summary>${thousands(rows.length)} ${what}</summary>${shown}</details>`;
}

/** A dash says that there is none. The first column names the rows, and an empty table keeps its head. */
export function hasEntry(rows: readonly (readonly unknown[])[], index: number): boolean {
  return index === 0 || rows.length === 0 || rows.some((row) => row[index] !== '–' && row[index] !== '');
}

const NUMERIC = markup` class="n"`;

/** A range of dates as rangeText writes it, of versions, or a figure with its unit: read at a glance, on one line. */
const ONE_LINE = /^\d{4}-\S+( \S+)? to \d{4}-\S+( \S+)?$|^[-\d.,e]+ \S+$|^v\d+(–v\d+)?$/;

function unbroken(content: Content): Content {
  return typeof content === 'string' && ONE_LINE.test(content) ? markup`<span class="d">${content}</span>` : content;
}

function cellOf(whole: Content, index: number, { title, numeric }: TableColumn): Markup {
  const content = unbroken(whole);
  if (index === 0) return markup`<th scope="row" data-title="${title}">${content}</th>`;
  return markup`<td data-title="${title}"${numeric === true ? NUMERIC : ''}>${content}</td>`;
}

export const text = (title: string): TableColumn => ({ title });
export const number = (title: string): TableColumn => ({ title, numeric: true });

/** What passed or failed, by word and shape as well as by colour. */
export function badge(kind: 'good' | 'bad' | 'calm' | 'live', label: string): Markup {
  const sign = { good: '✓', bad: '✕', calm: '•', live: '●' }[kind];
  return markup`<span class="badge ${kind}"><span aria-hidden="true">${sign}</span> ${label}</span>`;
}
