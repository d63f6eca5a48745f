import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface CommandProps {
  readonly command: readonly [program: string, ...args: string[]];
  readonly env: NodeJS.ProcessEnv;
  /** A command that takes longer is ended, with everything that it started. */
  readonly limitSeconds: number;
  /** For each line as it comes, of both streams. */
  readonly onLine?: (line: string) => void;
}

export interface CommandOutcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs a command to its end, whatever its exit code. @throws Error where it does not end in time, with its last lines */
export async function runCommandLine(props: CommandProps): Promise<CommandOutcome> {
  const [program, ...args] = props.command;
  const child = spawn(program, args, { env: props.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill);
  const texts = { stdout: '', stderr: '' };
  for (const from of ['stdout', 'stderr'] as const) {
    child[from].setEncoding('utf8').on('data', (text: string) => {
      texts[from] += text;
      if (props.onLine !== undefined)
        text
          .split('\n')
          .filter((line) => line.trim() !== '')
          .forEach(props.onLine);
    });
  }
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, props.limitSeconds * 1000);
  await once(child, 'close');
  clearTimeout(timer);
  process.removeListener('exit', kill);
  if (isLate) {
    const said = lastLines(`${texts.stdout}\n${texts.stderr}`);
    throw new Error(
      `'${props.command.join(' ')}' did not end within ${props.limitSeconds} s; its last lines:\n${said}`,
    );
  }
  return { ...texts, exitCode: child.exitCode ?? 1 };
}

/** The end of a text: what a message about a failure quotes. */
export function lastLines(text: string, count = 30): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');
}
