import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Enough of the end of a program's output to see what was wrong. */
const TAIL_LINES = 25;

/** How often a person hears of a program that takes long. */
const TOLD_EVERY_MS = 15_000;

export interface ProgramOptions {
  /** Against hanging, not a measurement: a machine with other work must meet it. */
  readonly limitSeconds: number;
  readonly env?: NodeJS.ProcessEnv;
}

export interface ProgramEnd {
  readonly exitCode: number;
  readonly stdout: string;
  /** The last lines of both streams. */
  readonly tail: string;
}

/** Runs a program to its end, whatever its exit code. @throws Error when it takes too long, or there is no such program */
export async function runProgram(command: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const [program = '', ...args] = command;
  const { limitSeconds, env = process.env } = options;
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let stdout = '';
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter((line) => line.trim() !== ''));
      lines.splice(0, lines.length - TAIL_LINES);
    });
  }
  // What it started must not outlive it: the whole group.
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  const startedAtMs = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedAtMs) / 1000);
  const teller = setInterval(() => process.stdout.write(`  ${seconds()} s: ${lines.at(-1) ?? '...'}\n`), TOLD_EVERY_MS);
  const timer = setTimeout(kill, limitSeconds * 1000);
  try {
    await once(child, 'close');
  } finally {
    clearInterval(teller);
    clearTimeout(timer);
    process.removeListener('exit', kill);
  }
  const tail = lines.join('\n');
  if (child.exitCode === null) {
    throw new Error(
      `'${command.join(' ')}' was ended after ${seconds()} s; allowed: ${limitSeconds} s; it said:\n${tail}`,
    );
  }
  return { exitCode: child.exitCode, stdout, tail };
}

/** As runProgram. @returns what it printed @throws Error with its last lines when it fails */
export async function outputOf(command: readonly string[], options: ProgramOptions): Promise<string> {
  const { exitCode, stdout, tail } = await runProgram(command, options);
  if (exitCode !== 0) throw new Error(`'${command.join(' ')}' failed with exit code ${exitCode}; it said:\n${tail}`);
  return stdout.trim();
}
