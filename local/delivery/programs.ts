import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/** Programs that a rehearsal started and that have not ended: each is the leader of a group of its own. */
const running = new Set<ChildProcess>();

/** Ends every program that runs, and what it has started. */
export function killPrograms(): void {
  for (const child of running) killGroup(child);
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them have gone already.
  }
}

export interface Program {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
}

/** Runs a program to its end. @returns its exit code; undefined where it was killed */
export async function runProgram({ command, cwd, env, onOutput }: Program): Promise<number | undefined> {
  const [program = '', ...args] = command;
  // In a group of its own, so that it ends with everything that it started.
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  running.add(child);
  listen(child.stdout, (text) => onOutput?.(text, 'stdout'));
  listen(child.stderr, (text) => onOutput?.(text, 'stderr'));
  try {
    await once(child, 'close');
  } finally {
    running.delete(child);
  }
  return child.exitCode ?? undefined;
}

function listen(stream: Readable, on: (text: string) => void): void {
  stream.setEncoding('utf8').on('data', on);
}

/** As runProgram. @returns what it printed @throws Error with its last lines when it fails */
export async function outputOf(program: Omit<Program, 'onOutput'>): Promise<string> {
  let [printed, both] = ['', ''];
  const exitCode = await runProgram({
    ...program,
    onOutput(text, stream) {
      both += text;
      if (stream === 'stdout') printed += text;
    },
  });
  if (exitCode === 0) return printed.trim();
  throw new Error(`'${program.command.join(' ')}' failed; it said:\n${lastLines(both, 20).join('\n')}`);
}

export function lastLines(text: string, count: number): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
}
