/** What a rehearsal says while it goes on: nothing wider than the terminal, but for a word that is. */
export interface Screen {
  readonly width: number;
  /** @param depth 0 for what happens, more for what it says */
  say(text: string, depth?: number): void;
}

const NO_TERMINAL_WIDTH = 100;

export function terminalScreen(output: NodeJS.WriteStream): Screen {
  const width = output.columns ?? NO_TERMINAL_WIDTH;
  return {
    width,
    say(text, depth = 0) {
      for (const line of text.split('\n')) output.write(`${folded(line, width, '  '.repeat(depth))}\n`);
    },
  };
}

/** Breaks a line between words; what goes on below is indented further. */
export function folded(line: string, width: number, indent: string): string {
  const own = /^\s*/.exec(line)?.[0] ?? '';
  const words = line.trim().split(' ');
  const lines: string[] = [];
  let current = indent + own;
  let isEmpty = true;
  for (const word of words) {
    if (!isEmpty && current.length + 1 + word.length > width) {
      lines.push(current);
      current = `${indent}${own}  ${word}`;
    } else {
      current += isEmpty ? word : ` ${word}`;
    }
    isEmpty = false;
  }
  return [...lines, current].map((each) => each.trimEnd()).join('\n');
}

/** A line that is worth a look, not a fold. */
export function cut(line: string, width: number): string {
  return line.length <= width ? line : `${line.slice(0, Math.max(width - 1, 0))}…`;
}
