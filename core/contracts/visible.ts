/**
 * What a reader would not see, or would see elsewhere than it stands: controls (an escape sequence repaints a terminal), invisible characters,
 * and those that turn the direction of writing, by which text can read as another than it is (Unicode's Technical Report 36). Line ends and
 * tabs are not among them.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const HARMLESS = new Set(['\n', '\t']);
/** A name that is longer fills a row of any table; what is cut off stands in the data. */
const SHOWN_CHARACTERS = 80;

/** The same text with every such character by its number: `\u{202e}`. For whole messages, whose line ends are ours. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => (HARMLESS.has(character) ? character : escaped(character)));
}

/** An id, a name or a cell of somebody's data as a person may see it: on one line, every character visible, and cut where it is long. */
export function shown(text: string, characters: number = SHOWN_CHARACTERS): string {
  // Two units a character at most: what lies beyond need not be looked at, however long the text is.
  const head = Array.from(text.slice(0, 2 * (characters + 1)));
  const isLong = head.length > characters;
  const line = (isLong ? head.slice(0, characters - 1).join('') : text).replace(INVISIBLE, escaped);
  return isLong ? `${line}…` : line;
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
