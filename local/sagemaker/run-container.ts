import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '../../containers/forecaster/entry-point.ts';
import { ContainerProcess } from './container-process.ts';
import type { WarmContainers } from './warm-containers.ts';

/** SageMaker waits two minutes between SIGTERM and SIGKILL; nobody at a laptop wants to. */
const GRACE_MS = 2_000;

export interface ContainerRun extends Job {
  /** The entry point's bundle. */
  readonly script: string;
  /** Where it says why it failed. */
  readonly failureFile: string;
  readonly maxRuntimeSeconds: number;
  readonly signal: AbortSignal;
  /** Without it, the job has a fresh container. */
  readonly warm: WarmContainers | undefined;
}

/** How a container ended that did not end well. */
export class ContainerFailure extends Error {
  override readonly name = 'ContainerFailure';

  constructor(
    readonly status: 'Failed' | 'Stopped',
    reason: string,
  ) {
    super(reason);
  }
}

/**
 * Runs one job in a container. One that failed is not used again.
 *
 * @throws ContainerFailure with SageMaker's wording when it fails, is killed, takes too long, or the signal aborts
 */
export async function runContainer(run: ContainerRun): Promise<void> {
  const { script, root, environment, warm } = run;
  const container = (await warm?.take(script)) ?? new ContainerProcess(script, { root, environment });
  const done = warm === undefined ? container.ended : container.run({ root, environment });
  const stopped = await stopWhenDue(run, container, done);
  const code = await done;
  if (code === 0 && stopped === undefined) {
    warm?.giveBack(script, container);
    return;
  }
  warm?.drop(container);
  if (stopped !== undefined) throw new ContainerFailure('Stopped', stopped);
  const said = await readFile(run.failureFile, 'utf8').catch(() => container.tail);
  throw new ContainerFailure('Failed', `AlgorithmError: ${said}, exit code: ${code}`);
}

/** @returns why the container was stopped; undefined when the job ended by itself */
async function stopWhenDue(
  { maxRuntimeSeconds, signal }: ContainerRun,
  container: ContainerProcess,
  done: Promise<number>,
): Promise<string | undefined> {
  const watch = new AbortController();
  const due = sleep(maxRuntimeSeconds * 1000, undefined, { signal: AbortSignal.any([signal, watch.signal]) });
  const stopped = await Promise.race([
    done.then(() => undefined),
    due.then(
      () => `MaxRuntimeExceeded: the job ran longer than ${maxRuntimeSeconds} seconds`,
      () => (signal.aborted ? 'the execution that started the job was stopped' : undefined),
    ),
  ]).finally(() => watch.abort());
  if (stopped === undefined) return undefined;
  container.kill('SIGTERM');
  const kill = setTimeout(() => container.kill('SIGKILL'), GRACE_MS);
  await done.finally(() => clearTimeout(kill));
  return stopped;
}
