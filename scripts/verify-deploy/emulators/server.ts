import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const LAST_LINES = 40;
/** A loaded machine needs seconds; past this nothing comes any more. */
const READY_WITHIN_MS = 120_000;

export interface ServerProps {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly env: NodeJS.ProcessEnv;
  /** Everything that it says. */
  readonly logFile: string;
  readonly isReady: () => Promise<boolean>;
}

/** A process that answers until it is stopped, with the end of its log at hand. Nothing of it outlives this process. */
export class Server {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #lines: string[] = [];
  #isOver = false;
  readonly #kill = (): void => {
    // It starts workers of its own: the whole group has to go.
    if (this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null) {
      process.kill(-this.#child.pid, 'SIGKILL');
    }
  };

  private constructor(props: ServerProps) {
    const [program, ...args] = props.command;
    this.#child = spawn(program, args, { env: props.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#exited = once(this.#child, 'exit')
      // A program that is not there has no exit, but an error.
      .catch((error: unknown) => this.#lines.push(String(error)))
      .finally(() => (this.#isOver = true));
    const file = createWriteStream(props.logFile);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        file.write(text);
        this.#lines.push(...text.split('\n').filter((line) => line !== ''));
        this.#lines.splice(0, this.#lines.length - LAST_LINES);
      });
    }
    process.once('exit', this.#kill);
  }

  /** @throws Error with its last words, where it ends or does not answer */
  static async start(props: ServerProps): Promise<Server> {
    const server = new Server(props);
    const until = Date.now() + READY_WITHIN_MS;
    while (!(await props.isReady())) {
      if (!server.#isOver && Date.now() < until) {
        await sleep(100);
        continue;
      }
      await server.stop();
      throw new Error(`${props.name} does not start:\n${server.lastLines()}`);
    }
    return server;
  }

  lastLines(): string {
    return this.#lines.join('\n');
  }

  async stop(): Promise<void> {
    this.#kill();
    await this.#exited;
    process.removeListener('exit', this.#kill);
  }
}
