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
  const terminal = terminalOf(output, variables);
  let status: Status | undefined;
  let shown = '';
  let saidAtMs = nowMs();
  const write = (text: string): void => void output.write(text);
  const erase = (): void => {
    if (shown !== '') write(ERASED_LINE);
    shown = '';
  };
  const draw = (): void => {
    // A full line would begin the next one.
    const width = terminal.width - 1;
    const text = cutTo(visible(status?.(width) ?? ''), width);
    if (text === shown) return;
    if (text === '') erase();
    else write(`${ERASED_LINE}${terminal.paint('faint', text)}`);
    shown = text;
  };
  const look = (): void => {
    if (terminal.isLive) draw();
    else if (nowMs() - saidAtMs >= SAID_EVERY_MS) {
      const text = status?.(terminal.width);
      if (text !== undefined) screen.say(text);
    }
  };
  const timer = setInterval(look, LOOKED_EVERY_MS).unref();
  const screen: Screen = {
    terminal,
    get width() {
      return terminal.width;
    },
    say(text, depth = 0, tone) {
      erase();
      for (const line of visible(text)
        .split('\n')
        .flatMap((line) => indented(line, depth, terminal.width)))
        write(`${tone === undefined ? line : terminal.paint(tone, line)}\n`);
      saidAtMs = nowMs();
      if (terminal.isLive) draw();
    },
    point(text, path) {
      erase();
      write(`${text} ${linkTo(path, terminal, variables)}\n`);
    },
    show(next) {
      status = next;
      if (terminal.isLive) draw();
    },
    refresh() {
      if (terminal.isLive) draw();
    },
    end() {
      clearInterval(timer);
      status = undefined;
      erase();
    },
  };
  return screen;
}

/** As far in as it stands, and what goes on below stands further in. */
function indented(line: string, depth: number, width: number): readonly string[] {
  const text = line.trimStart();
  const indent = ' '.repeat(2 * depth + line.length - text.length);
  const room = width - indent.length;
  if (widthOf(text) <= room) return [`${indent}${text}`.trimEnd()];
  return wrapped(text, room - 2).map((each, at) => `${indent}${at === 0 ? '' : '  '}${each}`);
}
