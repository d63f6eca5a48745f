import { markup, type Content, type Markup } from './markup.ts';

export interface TableColumn {
  readonly title: string;
  /** Figures stand to the right. */
  readonly numeric?: boolean;
}

/**
 * A table with a caption, whose first cell heads its row. On a phone each row becomes a card, so that nothing is cut off: every cell
 * carries its column's title.
 */
export function table(caption: string, columns: readonly TableColumn[], rows: readonly (readonly Content[])[]): Markup {
  const heads = columns.map(
    ({ title, numeric }) => markup`<th scope="col"${numeric === true ? NUMERIC : ''}>${title}</th>`,
  );
  return markup`<div class="table"><table><caption>${caption}</caption><thead><tr>${heads}</tr></thead><tbody>${rows.map(
    (row) => markup`<tr>${row.map((cell, index) => cellOf(cell, index, columns[index]))}</tr>`,
  )}</tbody></table></div>`;
}

const NUMERIC = markup` class="n"`;

/** As rangeText writes a range of dates, which a narrow column may break between its ends alone. */
const RANGE = /^(\d{4}-\S+) to (\d{4}-\S+)$/;

function unbroken(content: Content): Content {
  const [, start, end] = (typeof content === 'string' ? RANGE.exec(content) : null) ?? [];
  return start === undefined ? content : markup`<span class="d">${start}</span> to <span class="d">${end}</span>`;
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
