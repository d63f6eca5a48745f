import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** What another engine is told to do to a table. */
export interface WriterCommand {
  readonly path: string;
  readonly do: string;
  readonly [argument: string]: unknown;
}

/** What the engine itself then reads: id, day since 1970, value. */
export interface WriterAnswer {
  readonly rows: readonly (readonly [id: string, day: number, value: number])[];
  readonly files: number;
}

/** Another engine that writes Delta tables, in a process of its own. */
export class DeltaWriter {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #said = '';

  /** @param engine arguments of delta_writers.py */
  constructor(python: string, engine: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    const child = spawn(python, ['test/lambdas/ingest/delta_writers.py', ...engine], { env });
    child.stderr.on('data', (piece: Buffer) => (this.#said = `${this.#said}${piece.toString()}`.slice(-4000)));
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async run(command: WriterCommand): Promise<WriterAnswer> {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error(`the writer has ended at ${JSON.stringify(command)}: ${this.#said}`);
    const answer = JSON.parse(value) as WriterAnswer & { readonly refused?: string };
    if (answer.refused !== undefined) throw new Error(answer.refused);
    return answer;
  }

  /** It ends where nobody asks any more, and takes what it started with it. */
  async end(): Promise<void> {
    const isOver = once(this.#child, 'exit');
    this.#child.stdin?.end();
    await isOver;
  }
}
