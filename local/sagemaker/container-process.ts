import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** SageMaker waits two minutes between SIGTERM and SIGKILL; nobody at a laptop wants to. */
const GRACE_MS = 2_000;

/** Enough of the end of a container's output to tell what killed it, when it could not say so itself. */
const OUTPUT_TAIL_CHARACTERS = 800;

export interface Container {
  /** The entry point's bundle. */
  readonly script: string;
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where it says why it failed. */
  readonly failureFile: string;
  readonly maxRuntimeSeconds: number;
  readonly signal: AbortSignal;
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
 * Runs an entry point as a process of its own, with nothing of this process's environment but PATH, as in a container.
 *
 * @throws ContainerFailure with SageMaker's wording when it fails, is killed, takes too long, or the signal aborts
 */
export async function runContainer(container: Container): Promise<void> {
  const child = spawn(process.execPath, [container.script], {
    env: { PATH: process.env.PATH, TZ: 'UTC', ML_ROOT: container.root, ...container.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-OUTPUT_TAIL_CHARACTERS);
    });
  }
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    // 128 + the signal's number is how a container reports it; SIGKILL, by far the most frequent, is 9.
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)));
  });
  const stopped = await stopWhenDue(container, child, ended);
  const code = await ended;
  if (stopped !== undefined) throw new ContainerFailure('Stopped', stopped);
  if (code !== 0) throw new ContainerFailure('Failed', await failureReason(container, code, tail));
}

/** @returns why the process was stopped; undefined when it ended by itself */
async function stopWhenDue(
  { maxRuntimeSeconds, signal }: Container,
  child: { kill(signal: NodeJS.Signals): boolean },
  ended: Promise<number>,
): Promise<string | undefined> {
  const watch = new AbortController();
  const due = sleep(maxRuntimeSeconds * 1000, undefined, { signal: AbortSignal.any([signal, watch.signal]) });
  const stopped = await Promise.race([
    ended.then(() => undefined),
    due.then(
      () => `MaxRuntimeExceeded: the job ran longer than ${maxRuntimeSeconds} seconds`,
      () => (signal.aborted ? 'the execution that started the job was stopped' : undefined),
    ),
  ]).finally(() => watch.abort());
  if (stopped === undefined) return undefined;
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await ended.finally(() => clearTimeout(kill));
  return stopped;
}

async function failureReason({ failureFile }: Container, code: number, tail: string): Promise<string> {
  const said = await readFile(failureFile, 'utf8').catch(() => tail.trim());
  return `AlgorithmError: ${said}, exit code: ${code}`;
}
