import { type ChildProcess, spawn } from 'node:child_process';
import type { Job } from '../../containers/forecaster/entry-point.ts';

/** Enough of the end of a container's output to tell what killed it, when it could not say so itself. */
const OUTPUT_TAIL_CHARACTERS = 800;

/** An entry point as a process of its own, with nothing of this process's environment but PATH, as in a container. */
export class ContainerProcess {
  /** The exit code, once the process is over. */
  readonly ended: Promise<number>;
  readonly #child: ChildProcess;
  #tail = '';

  /** @param job what it is started for; without one it waits for jobs on its IPC channel */
  constructor(script: string, job?: Job) {
    const own = job === undefined ? {} : { ML_ROOT: job.root, ...job.environment };
    this.#child = spawn(process.execPath, [script], {
      env: { PATH: process.env.PATH, TZ: 'UTC', ...own },
      stdio: job === undefined ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#tail = (this.#tail + text).slice(-OUTPUT_TAIL_CHARACTERS);
      });
    }
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject);
      // 128 + the signal's number is how a container reports it; SIGKILL, by far the most frequent, is 9.
      this.#child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)));
    });
  }

  /** The end of what it wrote. */
  get tail(): string {
    return this.#tail.trim();
  }

  /** Runs one more job. @returns its exit code, or the process's when it dies of the job */
  async run(job: Job): Promise<number> {
    this.#tail = '';
    const answered = new Promise<number>((resolve) => this.#child.once('message', (code) => resolve(Number(code))));
    this.#child.send(job);
    return Promise.race([answered, this.ended]);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** An idle process must not keep this one from ending; one at work must. */
  hold(isAtWork: boolean): void {
    const { stdout, stderr, channel } = this.#child;
    const handles: readonly unknown[] = [this.#child, stdout, stderr, channel];
    for (const handle of handles.filter(isHandle)) {
      if (isAtWork) handle.ref();
      else handle.unref();
    }
  }
}

interface Handle {
  ref(): void;
  unref(): void;
}

/** Pipes are sockets, which their type does not say. */
function isHandle(value: unknown): value is Handle {
  return typeof value === 'object' && value !== null && 'ref' in value && 'unref' in value;
}
