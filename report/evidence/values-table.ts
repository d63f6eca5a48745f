import type { ValueChange } from '../../core/contracts/evidence.ts';
import { markup, type Markup } from '../markup.ts';
import { table, text } from '../table.ts';
import { beginning } from './visible.ts';

/** More of a value nobody reads on a page. */
const VALUE_CHARACTERS = 400;

export function valuesTable(caption: string, values: readonly ValueChange[]): Markup {
  const rows = values.map(({ path, before, after }) => [markup`<code>${path}</code>`, value(before), value(after)]);
  return markup`<div class="values">${table(caption, [text('Property'), text('Before'), text('After')], rows)}</div>`;
}

function value(shown: string | null): Markup {
  return shown === null
    ? markup`<span class="soft">none</span>`
    : markup`<code>${beginning(shown, VALUE_CHARACTERS)}</code>`;
}
