/**
 * What a reader would not see, or would see elsewhere than it stands: controls (an escape sequence repaints a terminal), invisible characters,
 * and those that turn the direction of writing, by which text can read as another than it is (Unicode's Technical Report 36). Line ends and
 * tabs are not among them.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const HARMLESS = new Set(['\n', '\t']);

/** The same text with every such character by its number: `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) =>
    HARMLESS.has(character) ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

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
