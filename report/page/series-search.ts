import { figure } from '../../core/contracts/figures.ts';
import { shown, visible } from '../../core/contracts/visible.ts';
import type { PageSeries } from '../page-data.ts';
import { element, find } from './dom.ts';

/** Matches shown at once. */
const SHOWN = 12;

/** A combobox over the names of all series: type, move with the arrow keys, choose with Enter or a tap. */
export function seriesSearch(series: readonly PageSeries[], choose: (one: PageSeries) => void): void {
  const search = new SeriesSearch(series, choose);
  const input = find<HTMLInputElement>('series-search');
  input.addEventListener('input', () => search.open());
  input.addEventListener('focus', () => input.select());
  input.addEventListener('click', () => search.open());
  input.addEventListener('blur', () => search.close());
  input.addEventListener('keydown', (event) => search.press(event));
}

class SeriesSearch {
  private readonly input = find<HTMLInputElement>('series-search');
  private readonly list = find('series-results');
  private found: readonly PageSeries[] = [];
  private active = -1;

  constructor(
    private readonly series: readonly PageSeries[],
    private readonly choose: (one: PageSeries) => void,
  ) {}

  open(): void {
    const text = this.input.value.trim().toLowerCase();
    const all = this.series.filter(({ id }) => id.toLowerCase().includes(text));
    this.found = all.slice(0, SHOWN);
    this.list.replaceChildren(...this.found.map((one, index) => optionOf(one, index, () => this.pick(one))));
    if (all.length === 0) this.list.append(remark('No series of that name'));
    if (all.length > SHOWN) this.list.append(remark(`and ${all.length - SHOWN} more`));
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    this.mark(-1);
  }

  close(): void {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  press(event: KeyboardEvent): void {
    if (event.key === 'Escape') return this.close();
    if (event.key === 'Enter') return this.pick(this.found[Math.max(0, this.active)]);
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    if (this.list.hidden) return this.open();
    const next = this.active + (event.key === 'ArrowDown' ? 1 : -1);
    this.mark(Math.min(this.found.length - 1, Math.max(0, next)));
  }

  private pick(one: PageSeries | undefined): void {
    if (one === undefined) return;
    this.input.value = one.id;
    this.close();
    this.choose(one);
  }

  private mark(index: number): void {
    this.active = index;
    [...this.list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === index)));
    this.input.setAttribute('aria-activedescendant', index < 0 ? '' : `series-result-${index}`);
  }
}

function remark(text: string): HTMLElement {
  return element('li', { class: 'soft small', role: 'presentation' }, text);
}

function optionOf({ id, ratio }: PageSeries, index: number, pick: () => void): HTMLElement {
  const option = element(
    'li',
    { role: 'option', id: `series-result-${index}`, title: visible(id) },
    element('span', { class: 'name' }, element('bdi', {}, shown(id))),
    element('span', { class: 'soft' }, ratio === null ? '' : `${figure(ratio)} of the naive's`),
  );
  // Before the input loses the focus and closes the list.
  option.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    pick();
  });
  return option;
}
