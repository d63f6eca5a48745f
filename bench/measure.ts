import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Often enough to see every process of a tree; what one holds between two looks, its high-water mark tells. */
const LOOK_EVERY_MS = 50;

/** Far beyond what any section takes: a program that hangs must not hold the machine. */
const TIMEOUT_MS = 900_000;

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where the usual time is not enough. */
  readonly timeoutMs?: number;
}

export interface Measured {
  /** Wall time from the start of the process to its end. */
  readonly seconds: number;
  /** The most that the process and its children held together; undefined where there is no /proc. */
  readonly peakMiB: number | undefined;
  readonly stdout: string;
}

/** A node program. */
export function node(...args: readonly string[]): Command {
  return { command: process.execPath, args };
}

/** Runs a command to its end. @throws Error with the end of what it wrote, when it fails */
export async function measure({ command, args, env, timeoutMs = TIMEOUT_MS }: Command): Promise<Measured> {
  const startedAtMs = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const memory = watchMemory(child.pid);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const seconds = (performance.now() - startedAtMs) / 1000;
  const peakMiB = memory.stop();
  if (code === 0) return { seconds, peakMiB, stdout };
  throw new Error(`${[command, ...args].join(' ')} ended with ${code}: ${(stdout + stderr).slice(-1500)}`);
}

export async function times<T>(count: number, run: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let i = 0; i < count; i++) results.push(await run());
  return results;
}

/** The middle one, of an odd number. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

export function medianSeconds(runs: readonly Measured[]): number {
  return median(runs.map(({ seconds }) => seconds));
}

function watchMemory(pid: number | undefined): { stop(): number | undefined } {
  let peakKiB: number | undefined;
  const timer = setInterval(() => {
    void treeKiB(pid).then((kib) => {
      if (kib > 0) peakKiB = Math.max(peakKiB ?? 0, kib);
    });
  }, LOOK_EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return peakKiB === undefined ? undefined : peakKiB / 1024;
    },
  };
}

/** The high-water marks of all processes of the tree that run now: never less than what they hold together. */
async function treeKiB(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0;
  const [status, children] = await Promise.all([
    readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => ''),
  ]);
  const own = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  const below = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(treeKiB));
  return below.reduce((sum, kib) => sum + kib, own);
}
