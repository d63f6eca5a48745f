import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Failure, Order, Report } from './messages.ts';

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url));

/** Modules of earlier runs are never let go: beyond this, the next run gets a new process. */
const MEMORY_LIMIT_MIB = 1000;
const HEAP_LIMIT_MIB = 2000;

export interface Outcome {
  /** null: all tests passed. */
  readonly failure: (Failure & { readonly how: 'failed' | 'hung' | 'crashed' }) | null;
  readonly reached: readonly string[];
  readonly cpuMs: number;
}

export type Runner = Pick<Slot, 'run'>;

/** One worker at a time in a slot; it is replaced when its watchdog has ended it, when it dies, or has grown too large. */
export class Slot {
  readonly #temporary: string;
  #worker: ChildProcess | undefined;

  constructor(temporary: string) {
    this.#temporary = resolve(temporary);
  }

  run(order: Order): Promise<Outcome> {
    const worker = (this.#worker ??= this.#begun());
    let file = order.tests[0]!;
    return new Promise((settle) => {
      const end = (outcome: Outcome, isUsable: boolean) => {
        worker.removeAllListeners();
        if (!isUsable) this.close();
        settle(outcome);
      };
      worker.on('exit', (code, signal) => {
        const how = signal === 'SIGKILL' ? 'hung' : 'crashed';
        end(
          { failure: { file, test: '', message: `ended with ${code ?? signal}`, how }, reached: [], cpuMs: 0 },
          false,
        );
      });
      worker.on('message', (report: Report) => {
        if (report.kind === 'begun') {
          file = report.file;
          return;
        }
        const { reached, cpuMs, memoryMiB } = report;
        const failure = report.failure && { ...report.failure, how: 'failed' as const };
        end({ failure, reached, cpuMs }, memoryMiB < MEMORY_LIMIT_MIB);
      });
      worker.send(order);
    });
  }

  /** Ends the worker, however busy it is. */
  close(): void {
    this.#worker?.removeAllListeners();
    this.#worker?.kill('SIGKILL');
    this.#worker = undefined;
    rmSync(this.#temporary, { recursive: true, force: true });
  }

  #begun(): ChildProcess {
    mkdirSync(this.#temporary, { recursive: true });
    return fork(WORKER, {
      execArgv: ['--import', 'tsx', '--no-warnings', `--max-old-space-size=${HEAP_LIMIT_MIB}`],
      env: { ...process.env, TMPDIR: this.#temporary, CDK_VALIDATION: 'false', NODE_ENV: 'test' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }
}

/** Does each of the items in one of the slots, as they become free. */
export async function forEachBySlot<T>(
  slots: readonly Runner[],
  items: readonly T[],
  act: (slot: Runner, item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    slots.map(async (slot) => {
      for (const item of queue) await act(slot, item);
    }),
  );
}
