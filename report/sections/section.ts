import { markup, type Content, type Markup } from '../markup.ts';

export interface Section {
  readonly id: string;
  readonly title: string;
  /** What the navigation calls it. */
  readonly short: string;
  readonly body: Markup;
}

export function section({ id, title, body }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>`;
}

/** A place that the page's script draws a chart into, with the words that stand for it where it cannot be seen. */
export function chart(id: string, description: string, note: Content = undefined): Markup {
  return markup`<figure class="chart"><div id="${id}" class="plot" role="group" tabindex="0" aria-label="${description}"></div>
<figcaption class="soft small">${note ?? description}</figcaption><p class="visually-hidden" aria-live="polite" id="${id}-live"></p></figure>`;
}

export function choice(
  id: string,
  label: string,
  options: readonly (readonly [value: string, text: string])[],
): Markup {
  const all = options.map(([value, text]) => markup`<option value="${value}">${text}</option>`);
  return markup`<label class="field" for="${id}"><span>${label}</span><select id="${id}">${all}</select></label>`;
}
