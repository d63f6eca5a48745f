import { styleText } from 'node:util';

/** What a colour says; without colours the words say it alone. */
const TONES = { good: 'green', bad: 'red', doubtful: 'yellow', faint: 'dim' } as const;
export type Tone = keyof typeof TONES;

type Variables = Readonly<Record<string, string | undefined>>;

/** As much of a process's stream as is asked; a pipe has nothing of a terminal. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(count: number, variables: Variables): boolean;
};

/** What a person looks at. */
export interface Terminal {
  /** Columns, now: a window can be resized. */
  readonly width: number;
  /** Whether a line can be written over: somebody looks on, and the terminal understands it. */
  readonly isLive: boolean;
  /** The text in the colour of the tone, where colours are shown: not in a pipe, nor with NO_COLOR or TERM=dumb; always with FORCE_COLOR. */
  paint(tone: Tone, text: string): string;
}

/** Of a pipe, a file, a log, and of a terminal that nobody has sized. */
const USUAL_WIDTH = 80;
/** Less holds no table; a terminal that is narrower breaks the lines itself. */
const LEAST_WIDTH = 40;

export function terminalOf(output: Output, variables: Variables = process.env): Terminal {
  return {
    get width() {
      const own = output.columns ?? 0;
      return Math.max(LEAST_WIDTH, columnsAsked(variables.COLUMNS) ?? (own > 0 ? own : USUAL_WIDTH));
    },
    get isLive() {
      return output.isTTY === true && variables.TERM !== 'dumb';
    },
    paint: (tone, text) =>
      showsColours(output, variables) ? styleText(TONES[tone], text, { validateStream: false }) : text,
  };
}

/** COLUMNS, as a person exports it; a shell without a terminal says 0. */
function columnsAsked(columns = ''): number | undefined {
  return /^[1-9]\d{0,3}$/.test(columns) ? Number(columns) : undefined;
}

/** A terminal knows, by its variables; anything else only shows what is forced upon it. */
function showsColours(output: Output, variables: Variables): boolean {
  const { FORCE_COLOR: forced = '0' } = variables;
  return output.hasColors?.(16, variables) ?? !['0', 'false'].includes(forced);
}
