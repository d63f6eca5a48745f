import { visible } from '../../core/contracts/visible.ts';
import { hasEntry } from '../table.ts';

type Child = Node | string;

/** An element with attributes and children; texts are text, never HTML, and every character of theirs is visible. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.map(shownChild));
  return made;
}

export function svg(tag: string, attributes: Readonly<Record<string, string | number>>, ...children: readonly Child[]) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children.map(shownChild));
  return made;
}

function shownChild(child: Child): Child {
  return typeof child === 'string' ? visible(child) : child;
}

/** An element that the page's HTML has: its absence is a defect of the page. */
export function find<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found as T;
}

export function onChange(id: string, listener: () => void): void {
  find(id).addEventListener('change', listener);
}

export function valueOf(id: string): string {
  return find<HTMLSelectElement>(id).value;
}

/** A column of figures stands to the right: its rows hold texts that are figures, or say that there is none. */
const FIGURE = /^[-−]?[\d.,]+(e[+-]?\d+)?( %)?$|^[–-]?$/;

/** The same table as report/table.ts makes, of texts. */
export function textTable(
  caption: string,
  titles: readonly string[],
  rows: readonly (readonly Child[])[],
): HTMLElement {
  const columns = titles.map((_, index) => index).filter((index) => hasEntry(rows, index));
  const numeric = titles.map((_, index) => index > 0 && rows.every((row) => isFigure(row[index])));
  const classOf = (index: number) => (numeric[index] ? { class: 'n' } : {});
  const head = element(
    'tr',
    {},
    ...columns.map((index) => element('th', { scope: 'col', ...classOf(index) }, titles[index])),
  );
  const cellOf = (cell: Child, index: number): HTMLElement =>
    index === 0
      ? element('th', { scope: 'row', 'data-title': titles[index] }, cell)
      : element('td', { 'data-title': titles[index], ...classOf(index) }, cell);
  const body = rows.map((row) => element('tr', {}, ...columns.map((index) => cellOf(row[index], index))));
  const table = element('table', {}, element('caption', {}, caption), element('thead', {}, head));
  table.append(element('tbody', {}, ...body));
  return element('div', { class: 'table' }, table);
}

function isFigure(cell: Child): boolean {
  return typeof cell === 'string' && FIGURE.test(cell);
}
