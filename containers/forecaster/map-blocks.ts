import { availableParallelism } from 'node:os';
import type { WorkerSetup } from './worker-pool.ts';
import { workerPool } from './worker-pool.ts';

/**
 * Series that travel together. Small enough that the last blocks of a job keep all cores busy, large enough that a block's
 * way between threads and its Parquet file cost next to nothing. Fixed, so that the files do not depend on the machine.
 */
export const SERIES_IN_BLOCK = 128;

export interface Threads {
  /** The bundled worker.ts; without it all work stays on this thread. */
  readonly workerFile?: string;
  /** How many; the machine's cores without it. */
  readonly threads?: number;
}

export interface BlockWork<Block, Result> extends Threads {
  readonly setup: WorkerSetup;
  /** The same work on this thread. */
  readonly inline: (block: Block) => Promise<Result>;
}

/**
 * The blocks' results, in the order of the blocks however many threads work on them. A single block is done on this thread:
 * starting another costs more than most blocks. Blocks are only asked for as they are worked off, which bounds the memory.
 */
export async function* mapBlocks<Block, Result>(
  blocks: AsyncIterable<Block>,
  { setup, inline, workerFile, threads = availableParallelism() }: BlockWork<Block, Result>,
): AsyncGenerator<Result> {
  const iterator = blocks[Symbol.asyncIterator]();
  const head = [await iterator.next(), await iterator.next()].flatMap((item) =>
    item.done === true ? [] : [item.value],
  );
  const rest = resumed(head, iterator);
  if (head.length < 2 || workerFile === undefined || threads < 2) {
    for await (const block of rest) yield inline(block);
    return;
  }
  const pool = workerPool<Block, Result>(workerFile, setup, threads);
  try {
    // Enough waiting for each thread that none idles while this one reads on, or while results wait for a slow block's turn.
    yield* inOrder(rest, (block) => pool.run(block), 4 * threads);
  } finally {
    await pool.close();
  }
}

async function* resumed<T>(head: readonly T[], rest: AsyncIterator<T>): AsyncGenerator<T> {
  yield* head;
  for (let item = await rest.next(); item.done !== true; item = await rest.next()) yield item.value;
}

async function* inOrder<Block, Result>(
  blocks: AsyncIterable<Block>,
  run: (block: Block) => Promise<Result>,
  width: number,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for await (const block of blocks) {
    const result = run(block);
    // A failure is met when its turn comes; until then it must not count as unhandled.
    result.catch(() => undefined);
    running.push(result);
    if (running.length >= width) yield running.shift()!;
  }
  yield* running;
}
