import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What it reads from its standard input; nothing unless told. */
  readonly input?: string;
  /** 'shown': its standard output goes to standard error too, while it runs. */
  readonly output?: 'kept' | 'shown';
}

export interface ProgramEnd {
  readonly exitCode: number;
  readonly stdout: string;
}

/** Runs a program to its end. What it says of its progress goes to standard error, so that standard output holds a command's result alone. */
export async function runProgram(command: readonly string[], options: ProgramOptions): Promise<ProgramEnd> {
  const [program = '', ...args] = command;
  const { cwd, env = process.env, input, output = 'kept' } = options;
  const streams: StdioOptions = [input === undefined ? 'ignore' : 'pipe', output === 'kept' ? 'pipe' : 2, 2];
  const child = spawn(program, args, { cwd, env, stdio: streams });
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stdin?.end(input);
  await once(child, 'close');
  if (child.exitCode === null) throw new Error(`'${command.join(' ')}' was ended by ${String(child.signalCode)}`);
  return { exitCode: child.exitCode, stdout };
}

/** As runProgram. @throws Error when it fails; its last words stand on standard error */
export async function outputOf(command: readonly string[], options: ProgramOptions): Promise<string> {
  const { exitCode, stdout } = await runProgram(command, options);
  if (exitCode !== 0) throw new Error(`'${command.join(' ')}' failed with exit code ${exitCode}`);
  return stdout;
}
