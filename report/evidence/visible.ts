import { visible } from '../../core/contracts/visible.ts';

/** Every text within a document, likewise. */
export function visibleWithin(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(visibleWithin);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visibleWithin(inner)]));
}

/** The beginning of a long text, and how long it is in all: where a page would drown in one value. */
export function beginning(text: string, characters: number): string {
  const all = Array.from(text);
  if (all.length <= characters) return text;
  return `${all.slice(0, characters).join('')}… (${all.length} characters; the whole stands in evidence.json)`;
}
