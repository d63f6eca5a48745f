import { rmSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { configureGlobal } from 'fast-check';
import { addEventHandler, getState, resetState, run } from 'jest-circus';
import type { Failure, Order, Report, Watch } from './messages.ts';

/** A process that runs files of tests with a mutant in the code, one order after the other; packages stay loaded in between. */
const env = { ...process.env };

/** The watchdog's limits count, whatever the load of the machine is. */
const NO_LIMIT_MS = 2 ** 31 - 1;

const watchdog = new Worker(new URL('./watchdog.mjs', import.meta.url), { execArgv: [] });
watchdog.unref();

const SHARED_BY_A_RUN = 'once-a-suite';

let runs = 0;
let hasFailed = false;
const reached = new Set<string>();

Object.assign(globalThis, { mutantReached: (id: string) => reached.add(id) });
register('./hooks.ts', import.meta.url);

// A property that fails needs no smaller example, and one that holds by luck must not do so by chance.
configureGlobal({ endOnFailure: true, seed: 1 });

// After the first test that failed, the others of its file are passed over.
addEventHandler((event) => {
  if (event.name === 'test_fn_failure' || event.name === 'hook_failure') hasFailed = true;
  if (event.name === 'test_start' && hasFailed) event.test.mode = 'skip';
});

process.on('message', (order: Order) => void obey(order));
process.on('disconnect', () => process.exit());

async function obey({ mutant, tests, cpuMs, idleMs }: Order): Promise<void> {
  runs++;
  reached.clear();
  // What the files of one run share was made from the code of that run (test/support/once-a-suite.ts): the next mutant makes its own.
  rmSync(join(tmpdir(), SHARED_BY_A_RUN), { recursive: true, force: true });
  const query = new URLSearchParams({ run: String(runs), ...(mutant === null ? {} : { mutant }) });
  const before = process.cpuUsage();
  let failure: Failure | null = null;
  for (const [index, file] of tests.entries()) {
    report({ kind: 'begun', file });
    attend({ cpuMs: cpuMs[index]!, idleMs });
    failure = await failureOf(file, query);
    attend(null);
    if (failure !== null) break;
  }
  const { user, system } = process.cpuUsage(before);
  report({
    kind: 'done',
    failure,
    reached: [...reached],
    cpuMs: Math.round((user + system) / 1000),
    memoryMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
  });
}

function attend(watch: Watch): void {
  watchdog.postMessage(watch);
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
