import { runProgram } from '../../run-program.ts';

interface NpmCommand {
  readonly name: string;
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Against hanging: a command waits for one short state machine at most. */
const LIMIT_SECONDS = 120;

/** `npm run <name> -- <words>`, as the documents have it. @returns its standard output. @throws Error with its last lines where it fails */
export async function npmRun({ name, words, env }: NpmCommand): Promise<string> {
  const command = ['npm', 'run', '--silent', name, '--', ...words];
  const { stdout, exitCode, tail } = await runProgram(command, { env, limitSeconds: LIMIT_SECONDS });
  if (exitCode === 0) return stdout;
  throw new Error(`'${command.join(' ')}' ended with ${exitCode}:\n${tail}`);
}
