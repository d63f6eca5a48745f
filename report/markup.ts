import { visible } from '../core/contracts/visible.ts';

/** A piece of HTML that is safe to put into a page as it stands. */
export interface Markup {
  readonly html: string;
}

export type Content = Markup | string | number | null | undefined | readonly Content[];

/** Markup from a template whose values are escaped, and every character of theirs made visible, unless they are markup themselves; null and undefined are left out. */
export function markup(texts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { html: texts.reduce((html, text, index) => html + htmlOf(values[index - 1]) + text) };
}

export function trusted(html: string): Markup {
  return { html };
}

/** For text and for attribute values in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function htmlOf(content: Content): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escapeHtml(visible(content));
  return 'html' in content ? content.html : content.map(htmlOf).join('');
}
