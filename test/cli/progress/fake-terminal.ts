import { PassThrough } from 'node:stream';
import { type Screen, screenOn } from '../../../cli/progress/screen.ts';

/** What a person looks at, and a clock that stands still until it is told otherwise. */
export interface FakeTerminal {
  readonly screen: Screen;
  readonly clock: { nowMs: number };
  /** All that was written, byte by byte. */
  readonly written: string;
  /** What stands on the terminal now. */
  readonly lines: readonly string[];
  /** Every text that the last line has had, in order. */
  readonly frames: readonly string[];
}

interface Setting {
  readonly columns?: number;
  readonly isTTY?: boolean;
  readonly variables?: NodeJS.ProcessEnv;
}

const ERASED_LINE = '\r\u001b[2K';

export function fakeTerminal({ columns = 80, isTTY = true, variables = {} }: Setting = {}): FakeTerminal {
  let written = '';
  const clock = { nowMs: 0 };
  const output = Object.assign(new PassThrough(), { isTTY, columns });
  output.write = (text: string) => {
    written += text;
    return true;
  };
  return {
    clock,
    screen: screenOn(output, { nowMs: () => clock.nowMs, variables }),
    get written() {
      return written;
    },
    get frames() {
      return written
        .split(ERASED_LINE)
        .slice(1)
        .filter((text) => text !== '' && !text.includes('\n'));
    },
    get lines() {
      return written.split('\n').map((line) => line.split(ERASED_LINE).at(-1) ?? '');
    },
  };
}
