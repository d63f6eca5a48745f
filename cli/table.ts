/** A plain-text table, two spaces between columns: those of words (the first, unless told) left-aligned, the others right-aligned. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  words: readonly number[] = [0],
): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        words.includes(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** A terminal's usual width. */
const LINE_LENGTH = 80;

/** Broken between words, later lines below the first; an address or a hash is one word, and stays whole. */
export function hanging(label: string, value: string): string {
  const lines: string[] = [];
  for (const word of value.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && label.length + last.length + 1 + word.length <= LINE_LENGTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines.map((line, at) => `${at === 0 ? label : ' '.repeat(label.length)}${line}`).join('\n');
}
