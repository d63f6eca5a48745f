import type * as z from 'zod';
import { PlatformError } from '../core/contracts/errors.ts';
import { visible } from '../core/contracts/visible.ts';
import type { CommandSchema } from './command-schema.ts';
import { diskError } from './disk-error.ts';
import { errorText } from './error-text.ts';
import { RunFailed, UsageError } from './errors.ts';
import { givenOptions, parseCommand } from './options.ts';
import { terminalOf } from './terminal.ts';

/**
 * Runs a command on this process's arguments, and tells it which options stand there, whatever their values: its errors end the process with 1
 * (2 for a usage error), and are told by what was wrong, was got, is allowed and helps.
 */
export async function runCommand<S extends CommandSchema>(
  schema: S,
  run: (options: z.output<S>, given: ReadonlySet<string>) => Promise<unknown>,
): Promise<void> {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    const args = process.argv.slice(2);
    const options = parseCommand(schema, args);
    if (options !== undefined) await run(options, givenOptions(schema, args));
  } catch (error) {
    const known = isKnown(error) ? error : diskError(error);
    const text = known === undefined ? visible(describeUnknown(error)) : errorText(known, terminalOf(process.stderr));
    process.stderr.write(`${text}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

function isKnown(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof RunFailed || error instanceof PlatformError;
}

function describeUnknown(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
