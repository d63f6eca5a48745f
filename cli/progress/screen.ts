import { visible } from '../../core/contracts/visible.ts';
import { cutTo, widthOf, wrapped } from '../fitted-text.ts';
import { linkTo } from '../link.ts';
import { type Output, type Terminal, terminalOf, type Tone } from '../terminal.ts';

/** What a command says while it works: lines that stay, none wider than the terminal but for a word that is, and one of what runs now. */
export interface Screen {
  readonly width: number;
  readonly terminal: Terminal;
  /** @param depth 0 for what happens, more for what it says */
  say(text: string, depth?: number, tone?: Tone): void;
  /** Says where a file is: as a link where somebody looks on. */
  point(text: string, path: string): void;
  /** Shows what runs until it is told otherwise; asked anew whenever it is shown. */
  show(status: Status | undefined): void;
  /** Something has changed in what runs. */
  refresh(): void;
  /** Leaves nothing but the lines that were said. */
  end(): void;
}

/** @returns what runs now, in at most so many columns; undefined where nothing does */
export type Status = (width: number) => string | undefined;

/** Where lines cannot be written over, one says what runs only when nothing was said for this long: logs stay short. */
const SAID_EVERY_MS = 60_000;
const LOOKED_EVERY_MS = 250;
const ERASED_LINE = '\r\u001b[2K';

interface Setting {
  readonly nowMs?: () => number;
  readonly variables?: NodeJS.ProcessEnv;
}

export function screenOn(output: Output, setting: Setting = {}): Screen {
  const { nowMs = () => performance.now(), variables = process.env } = setting;
  return new OutputScreen(output, { nowMs, variables });
}

class OutputScreen implements Screen {
  readonly terminal: Terminal;
  readonly #output: Output;
  readonly #setting: Required<Setting>;
  readonly #timer: NodeJS.Timeout;
  #status: Status | undefined;
  /** What stands in the last line of a terminal that can be written over. */
  #shown = '';
  #saidAtMs: number;

  constructor(output: Output, setting: Required<Setting>) {
    this.terminal = terminalOf(output, setting.variables);
    this.#output = output;
    this.#setting = setting;
    this.#saidAtMs = setting.nowMs();
    this.#timer = setInterval(() => this.#look(), LOOKED_EVERY_MS).unref();
  }

  get width(): number {
    return this.terminal.width;
  }

  say(text: string, depth = 0, tone?: Tone): void {
    const lines = visible(text)
      .split('\n')
      .flatMap((line) => indented(line, depth, this.width));
    const painted = lines.map((line) => (tone === undefined ? line : this.terminal.paint(tone, line)));
    this.#write(`${painted.join('\n')}\n`);
  }

  point(text: string, path: string): void {
    this.#write(`${text} ${linkTo(path, this.terminal, this.#setting.variables)}\n`);
  }

  show(status: Status | undefined): void {
    this.#status = status;
    this.refresh();
  }

  refresh(): void {
    if (!this.terminal.isLive) return;
    // A full line would begin the next one.
    const width = this.width - 1;
    const text = cutTo(visible(this.#status?.(width) ?? ''), width);
    if (text === this.#shown) return;
    this.#output.write(`${ERASED_LINE}${text === '' ? '' : this.terminal.paint('faint', text)}`);
    this.#shown = text;
  }

  end(): void {
    clearInterval(this.#timer);
    this.show(undefined);
  }

  #write(lines: string): void {
    this.#output.write(`${this.#shown === '' ? '' : ERASED_LINE}${lines}`);
    this.#shown = '';
    this.#saidAtMs = this.#setting.nowMs();
    this.refresh();
  }

  #look(): void {
    if (this.terminal.isLive) this.refresh();
    else if (this.#setting.nowMs() - this.#saidAtMs >= SAID_EVERY_MS) {
      const text = this.#status?.(this.width);
      if (text !== undefined) this.say(text);
    }
  }
}

/** As far in as it stands, and what goes on below stands further in. */
function indented(line: string, depth: number, width: number): readonly string[] {
  const text = line.trimStart();
  const indent = ' '.repeat(2 * depth + line.length - text.length);
  const room = width - indent.length;
  if (widthOf(text) <= room) return [`${indent}${text}`.trimEnd()];
  return wrapped(text, room - 2).map((each, at) => `${indent}${at === 0 ? '' : '  '}${each}`);
}
