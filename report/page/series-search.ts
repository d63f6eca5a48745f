import { figure } from '../../core/contracts/figures.ts';
import type { PageSeries } from '../page-data.ts';
import { element, find } from './dom.ts';

/** Matches shown at once. */
const SHOWN = 12;

/** A combobox over the names of all series: type, move with the arrow keys, choose with Enter or a tap. */
export function seriesSearch(series: readonly PageSeries[], choose: (one: PageSeries) => void): void {
  const input = find<HTMLInputElement>('series-search');
  const list = find('series-results');
  let found: readonly PageSeries[] = [];
  let active = -1;

  const close = (): void => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const pick = (one: PageSeries | undefined): void => {
    if (one === undefined) return;
    input.value = one.id;
    close();
    choose(one);
  };
  const mark = (index: number): void => {
    active = index;
    [...list.children].forEach((option, at) => option.setAttribute('aria-selected', String(at === index)));
    input.setAttribute('aria-activedescendant', index < 0 ? '' : `series-result-${index}`);
  };
  const search = (): void => {
    const text = input.value.trim().toLowerCase();
    const all = series.filter(({ id }) => id.toLowerCase().includes(text));
    found = all.slice(0, SHOWN);
    list.replaceChildren(...found.map((one, index) => optionOf(one, index, () => pick(one))));
    const rest = all.length - found.length;
    if (rest > 0 || all.length === 0)
      list.append(
        element(
          'li',
          { class: 'soft small', role: 'presentation' },
          all.length === 0 ? 'No series of that name' : `and ${rest} more`,
        ),
      );
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    mark(-1);
  };

  input.addEventListener('input', search);
  input.addEventListener('focus', () => input.select());
  input.addEventListener('click', search);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') return close();
    if (event.key === 'Enter') return pick(found[Math.max(0, active)]);
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    if (list.hidden) return search();
    const next = active + (event.key === 'ArrowDown' ? 1 : -1);
    mark(Math.min(found.length - 1, Math.max(0, next)));
  });
}

function optionOf({ id, ratio }: PageSeries, index: number, pick: () => void): HTMLElement {
  const option = element(
    'li',
    { role: 'option', id: `series-result-${index}` },
    id,
    element('span', { class: 'soft' }, figure(ratio)),
  );
  // Before the input loses the focus and closes the list.
  option.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    pick();
  });
  return option;
}
