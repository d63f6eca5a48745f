import { textTable } from '../../cli/table.ts';

export interface Row {
  readonly what: string;
  readonly how: string;
}

/** What a check has found, beside that all is well. */
export interface Finding<T> {
  readonly found: T;
  readonly bytes?: number;
  readonly note?: string;
}

interface Verdict extends Row {
  readonly passed: boolean;
  readonly seconds: number;
  readonly bytes?: number;
}

const MIB = 1024 * 1024;

/** What was looked at, and how it ended; told as it goes on, and once more as a table at the end. */
export class Report {
  readonly #verdicts: Verdict[] = [];
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** @returns what was found; undefined when the check failed */
  async check<T>(row: Row, run: () => Promise<Finding<T>>): Promise<T | undefined> {
    this.#write(`${row.what} ...\n`);
    const startedAtMs = performance.now();
    const seconds = (): number => (performance.now() - startedAtMs) / 1000;
    try {
      const { found, bytes, note } = await run();
      this.#verdicts.push({ ...row, passed: true, seconds: seconds(), ...(bytes === undefined ? {} : { bytes }) });
      this.#write(`  ok in ${seconds().toFixed(1)} s${note === undefined ? '' : `: ${note}`}\n`);
      return found;
    } catch (error) {
      this.#verdicts.push({ ...row, passed: false, seconds: seconds() });
      this.#write(`  FAILED: ${error instanceof Error ? error.message : String(error)}\n`);
      return undefined;
    }
  }

  get failed(): number {
    return this.#verdicts.filter(({ passed }) => !passed).length;
  }

  /** The table, and a closing line that scripts/ci.mjs counts. */
  get text(): string {
    const rows = this.#verdicts.map(({ what, how, passed, seconds, bytes }) => [
      what,
      how,
      passed ? 'ok' : 'FAILED',
      seconds.toFixed(1),
      bytes === undefined ? '' : sizeText(bytes),
    ]);
    const table = textTable(['what', 'how verified', 'result', 'seconds', 'size'], rows, [0, 1, 2]);
    return `${table}\n\n${closingLine({ passed: rows.length - this.failed, failed: this.failed, skipped: 0 })}\n`;
  }
}

/** As jest ends a run: scripts/ci.mjs counts it. */
export function closingLine(counts: Readonly<Record<'passed' | 'failed' | 'skipped', number>>): string {
  return `Tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
}

function sizeText(bytes: number): string {
  return bytes < MIB ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / MIB).toFixed(1)} MiB`;
}
