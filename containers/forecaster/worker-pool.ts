import { Worker } from 'node:worker_threads';

export interface WorkerSetup {
  readonly task: 'cross-validate' | 'fit' | 'forecast';
  readonly setup: unknown;
}

export interface WorkerRequest {
  readonly id: number;
  readonly block: unknown;
}

export interface WorkerReply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

export interface WorkerPool<Block, Result> {
  run(block: Block): Promise<Result>;
  close(): Promise<void>;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Threads that share the blocks of one job; each block goes to the thread with the fewest waiting. */
export function workerPool<Block, Result>(file: string, setup: WorkerSetup, size: number): WorkerPool<Block, Result> {
  const threads = Array.from({ length: size }, () => startThread(file, setup));
  return {
    run(block) {
      const idlest = threads.reduce((best, thread) => (thread.waiting.size < best.waiting.size ? thread : best));
      return idlest.run(block) as Promise<Result>;
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(file: string, setup: WorkerSetup) {
  const worker = new Worker(file, { workerData: setup });
  const waiting = new Map<number, Pending>();
  let nextId = 0;
  let death: Error | undefined;

  function die(error: Error): void {
    death ??= error;
    for (const { reject } of waiting.values()) reject(death);
    waiting.clear();
  }

  worker.on('message', ({ id, result, error }: WorkerReply) => {
    const pending = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) pending?.resolve(result);
    else pending?.reject(Object.assign(new Error(error.message), { name: error.name }));
  });
  worker.on('error', die);
  worker.on('exit', (code) => die(new Error(`a worker thread ended with code ${code} before its blocks were done`)));

  function run(block: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (death !== undefined) return reject(death);
      const request: WorkerRequest = { id: nextId++, block };
      waiting.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
  }

  return { worker, waiting, run };
}
