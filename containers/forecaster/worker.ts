import { parentPort, workerData } from 'node:worker_threads';
import { fitBlock } from './fit-block.ts';
import { forecastBlock } from './forecast-block.ts';
import { trialBlock } from './trial-block.ts';
import type { WorkerReply, WorkerRequest, WorkerSetup } from './worker-pool.ts';

/** What a job's setup says that its blocks need. The setup crosses the thread border once, not with every block. */
const TASKS = { 'cross-validate': trialBlock, fit: fitBlock, forecast: forecastBlock };

const { task, setup } = workerData as WorkerSetup;
const run = TASKS[task](setup as never) as (block: unknown) => Promise<unknown>;

parentPort?.on('message', ({ id, block }: WorkerRequest) => void reply(id, block));

async function reply(id: number, block: unknown): Promise<void> {
  let answer: WorkerReply;
  try {
    answer = { id, result: await run(block) };
  } catch (error) {
    // An Error loses its name on the way to another thread, and the name is what the state machine sees.
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    answer = { id, error: { name, message } };
  }
  parentPort?.postMessage(answer);
}
