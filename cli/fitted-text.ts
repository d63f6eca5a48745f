import stringWidth from 'string-width';

/** What goes on stands in. */
const GOES_ON = '  ';
const SEGMENTER = new Intl.Segmenter();

/** The columns that a text takes on a terminal: two of a CJK character or an emoji, none of an accent of its own. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

/** On the left of so many columns, or on the right of them. */
export function padded(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return side === 'left' ? text + space : space + text;
}

/** As much of a line as fits, with a sign that more was there. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const [head = ''] = pieces(text, width - 1);
  return `${head}…`;
}

/**
 * The lines of a text: broken between words, and inside of a word that is wider than a line, behind a `/` where one is near. What goes on
 * stands as far in as the line that it goes on from, and in an item of a list as its words. A command is one word, and where it is wider than
 * a line it is broken as a shell reads on.
 */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [, space = '', mark = '', words = ''] = /^(\s*)((?:-|\d+\.) )?(.*)$/.exec(line) ?? [];
    const first = ' '.repeat(Math.min(space.length, Math.floor(width / 2))) + mark;
    const room = width - first.length;
    return filled(unitsOf(words), room).map((each, at) =>
      ((at === 0 ? first : ' '.repeat(first.length)) + each).trimEnd(),
    );
  });
}

/** A label, and behind it the lines of its text; below it where it leaves no room for them. */
export function hanging(label: string, text: string, width: number): readonly string[] {
  const own = widthOf(label);
  if (own > width / 2)
    return [...wrapped(label, width), ...wrapped(text, width - GOES_ON.length).map((line) => GOES_ON + line)];
  return wrapped(text, width - own).map((line, at) => ((at === 0 ? label : ' '.repeat(own)) + line).trimEnd());
}

const UNITS = /'(?:npm run|npx) [^']*'[^\s']*|(?:^|(?<=: ))(?:npm run [\w-]+ -- |npx |aws ).*$|\S+/g;

/** Words, but a quoted command is one, and so is a command that ends a line. */
function unitsOf(line: string): readonly string[] {
  return line.match(UNITS) ?? [];
}

function filled(units: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let room = -1;
  for (const unit of units) {
    const own = widthOf(unit);
    if (own + 1 <= room) {
      lines[lines.length - 1] += ` ${unit}`;
      room -= own + 1;
    } else {
      lines.push(...(own <= width ? [unit] : isCommand(unit) ? commandLines(unit, width) : pieces(unit, width)));
      room = width - widthOf(lines[lines.length - 1]);
    }
  }
  return lines.length === 0 ? [''] : lines;
}

function isCommand(unit: string): boolean {
  return /^'?(npm run|npx|aws) /.test(unit);
}

/** A space and a backslash: a shell reads on. */
const MORE = 2;

/** As a shell reads it from several lines. A word that is wider than a line stays whole: broken, it would be two. */
function commandLines(command: string, width: number): readonly string[] {
  const quote = command.startsWith("'") ? "'" : '';
  const end = quote === '' ? command.length : command.lastIndexOf(quote);
  const [plain, after] = [command.slice(quote.length, end), command.slice(end)];
  const room = width - GOES_ON.length - MORE;
  // An option and its value stay together where that is possible.
  const words = (plain.match(/(?:--[\w-]+ (?!-))?(?:'[^']*'|[^\s'])+|'/g) ?? []).flatMap((word) =>
    widthOf(word) <= room ? [word] : word.split(/(?<=^--[\w-]+) /),
  );
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    const longer = `${last} ${word}`;
    if (last === undefined) lines.push(quote + word);
    else if (widthOf(longer) + MORE <= width) lines[lines.length - 1] = longer;
    else lines.push(GOES_ON + word);
  }
  return lines.map((line, at) => (at === lines.length - 1 ? line + after : `${line} \\`));
}

function pieces(word: string, width: number): readonly string[] {
  const found: string[] = [];
  let piece = '';
  let room = width;
  for (const { segment } of SEGMENTER.segment(word)) {
    const own = widthOf(segment);
    if (own > room && piece !== '') {
      const end = piece.lastIndexOf('/') + 1;
      const at = end > piece.length / 2 ? end : piece.length;
      found.push(piece.slice(0, at));
      piece = piece.slice(at);
      room = width - widthOf(piece);
    }
    piece += segment;
    room -= own;
  }
  return [...found, piece];
}
