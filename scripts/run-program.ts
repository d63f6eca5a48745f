import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Enough of the end of a program's output to see what was wrong. */
const TAIL_LINES = 30;

/** How often a person hears of a program that takes long. */
const TOLD_EVERY_MS = 15_000;

interface ProgramOptions {
  /** Against hanging, not a measurement: a machine with other work must meet it. */
  readonly limitSeconds: number;
  readonly env?: NodeJS.ProcessEnv;
  /** Where it runs; here, unless told. */
  readonly cwd?: string;
  /** Whether a person hears now and then how far it is. */
  readonly isTold?: boolean;
}

export interface ProgramEnd {
  readonly exitCode: number;
  readonly stdout: string;
  /** Of both streams, as it came. */
  readonly both: string;
  /** The last lines of that: what a message about a failure quotes. */
  readonly tail: string;
}

/** Runs a program to its end, whatever its exit code. @throws Error when it takes too long, is killed, or there is no such program */
export async function runProgram(command: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const [program = '', ...args] = command;
  const { limitSeconds, env = process.env, cwd = process.cwd(), isTold = false } = options;
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const texts = { stdout: '', both: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (texts.both += text));
  }
  const kill = (): void => killGroup(child.pid);
  process.once('exit', kill);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, limitSeconds * 1000);
  const endTelling = isTold ? telling(() => texts.both) : undefined;
  try {
    await once(child, 'close');
  } finally {
    endTelling?.();
    clearTimeout(timer);
    process.removeListener('exit', kill);
  }
  const tail = lastLines(texts.both, TAIL_LINES);
  const failed = (how: string) => new Error(`'${command.join(' ')}' ${how}; it said:\n${tail}`);
  if (isLate) throw failed(`did not end within ${limitSeconds} s`);
  if (child.exitCode === null) throw failed(`was ended by ${child.signalCode}`);
  return { exitCode: child.exitCode, ...texts, tail };
}

/** As runProgram. @returns what it printed @throws Error with its last lines when it fails */
export async function outputOf(command: readonly string[], options: ProgramOptions): Promise<string> {
  const { exitCode, stdout, tail } = await runProgram(command, options);
  if (exitCode !== 0) throw new Error(`'${command.join(' ')}' failed with exit code ${exitCode}; it said:\n${tail}`);
  return stdout.trim();
}

/** A program and what it started: none of them must outlive it, and its streams close with the last of them. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them have gone already.
  }
}

/** @returns what ends it */
function telling(said: () => string): () => void {
  const startedAtMs = performance.now();
  const teller = setInterval(() => {
    const seconds = Math.round((performance.now() - startedAtMs) / 1000);
    process.stdout.write(`  ${seconds} s: ${lastLines(said(), 1)}\n`);
  }, TOLD_EVERY_MS);
  return () => clearInterval(teller);
}

function lastLines(text: string, count: number): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');
}
