import { textTable } from '../../cli/table.ts';

type Outcome = 'passed' | 'failed' | 'skipped';

export interface Entry {
  readonly name: string;
  readonly outcome: Outcome;
  readonly seconds: number;
  /** What is wrong, or why it was skipped. */
  readonly findings: readonly string[];
}

/** Thrown by what cannot be tried on this machine: a skip, and not a failure. */
export class CannotBeTried extends Error {
  override readonly name = 'CannotBeTried';
}

/** What was tried and how it went, told while it goes. */
export class Ledger {
  readonly #entries: Entry[] = [];
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** Tries one thing: its findings, or what it throws, make it a failure, CannotBeTried a skip. @returns whether it passed */
  async check(name: string, run: () => Promise<readonly string[]>): Promise<boolean> {
    this.#write(`... ${name}`);
    const startedAt = Date.now();
    const { outcome, findings } = await outcomeOf(run);
    this.#add({ name, outcome, findings, seconds: (Date.now() - startedAt) / 1000 });
    return outcome === 'passed';
  }

  /** As `check`, for what gives something that others need. @returns undefined where it did not pass */
  async make<T>(name: string, run: () => Promise<T>): Promise<T | undefined> {
    let made: T | undefined;
    await this.check(name, async () => {
      made = await run();
      return [];
    });
    return made;
  }

  skip(name: string, reason: string): void {
    this.#add({ name, outcome: 'skipped', findings: [reason], seconds: 0 });
  }

  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** A line a thing: how it went, and how long it took. */
  table(): string {
    const rows = this.#entries.map(({ name, outcome, seconds }) => [name, outcome, seconds.toFixed(1)]);
    return textTable(['what holds', 'outcome', 'seconds'], rows, [0, 1]);
  }

  /** "N passed, N failed, N skipped": what CI reads. */
  closingLine(): string {
    const count = (outcome: Outcome) => this.#entries.filter((entry) => entry.outcome === outcome).length;
    return `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`;
  }

  #add(entry: Entry): void {
    this.#entries.push(entry);
    this.#write(`${entry.outcome} in ${entry.seconds.toFixed(1)} s: ${entry.name}`);
    for (const finding of entry.findings) this.#write(`    ${finding.replaceAll('\n', '\n    ')}`);
  }
}

async function outcomeOf(run: () => Promise<readonly string[]>): Promise<Pick<Entry, 'outcome' | 'findings'>> {
  try {
    const findings = await run();
    return { outcome: findings.length === 0 ? 'passed' : 'failed', findings };
  } catch (error) {
    return { outcome: error instanceof CannotBeTried ? 'skipped' : 'failed', findings: [describeError(error)] };
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\nbecause: ${describeError(error.cause)}`;
}
