import { register } from 'node:module';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { addEventHandler, getState, resetState, run } from 'jest-circus';
import type { Failure, Order, Report } from './messages.ts';

/** A process that runs files of tests with a mutant in the code, one order after the other; packages stay loaded in between. */
const env = { ...process.env };

/** A mutant's endless loop hears no signal of its parent's end. */
const WATCHDOG = `
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 1000);
`;

/** The parent's limit counts, whatever the load of the machine is. */
const NO_LIMIT_MS = 2 ** 31 - 1;

let runs = 0;
let hasFailed = false;
const reached = new Set<string>();

Object.assign(globalThis, { mutantReached: (id: string) => reached.add(id) });
register('./hooks.ts', import.meta.url);
new Worker(WATCHDOG, { eval: true, execArgv: [] }).unref();

// After the first test that failed, the others of its file are passed over.
addEventHandler((event) => {
  if (event.name === 'test_fn_failure' || event.name === 'hook_failure') hasFailed = true;
  if (event.name === 'test_start' && hasFailed) event.test.mode = 'skip';
});

process.on('message', (order: Order) => void obey(order));
process.on('disconnect', () => process.exit());

async function obey({ mutant, tests }: Order): Promise<void> {
  runs++;
  reached.clear();
  const query = new URLSearchParams({ run: String(runs), ...(mutant === null ? {} : { mutant }) });
  let failure: Failure | null = null;
  for (const file of tests) {
    report({ kind: 'begun', file });
    failure = await failureOf(file, query);
    if (failure !== null) break;
  }
  const memoryMiB = Math.round(process.memoryUsage.rss() / 2 ** 20);
  report({ kind: 'done', failure, reached: [...reached], memoryMiB });
}

async function failureOf(file: string, query: URLSearchParams): Promise<Failure | null> {
  hasFailed = false;
  for (const name of Object.keys(process.env)) if (!(name in env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  resetState();
  getState().testTimeout = NO_LIMIT_MS;
  try {
    const url = pathToFileURL(resolve(file));
    url.search = query.toString();
    await import(url.href);
  } catch (error) {
    return { file, test: 'is loaded', message: String(error) };
  }
  const { testResults, unhandledErrors } = await run();
  // What a test left behind fails now, and not in the next run.
  await setImmediate();
  const failed = testResults.find(({ errors }) => errors.length > 0);
  if (failed !== undefined) return { file, test: failed.testPath.slice(1).join(' '), message: failed.errors[0]! };
  return unhandledErrors.length === 0 ? null : { file, test: 'ends in order', message: unhandledErrors[0]! };
}

function report(message: Report): void {
  process.send?.(message);
}
