import type * as z from 'zod';
import { PlatformError } from '../core/contracts/errors.ts';
import { visible } from '../core/contracts/visible.ts';
import type { CommandSchema } from './command-schema.ts';
import { RunFailed, UsageError } from './errors.ts';
import { parseCommand } from './options.ts';

/** Runs a command on this process's arguments: its errors end the process with 1 (2 for a usage error) and one clear line. */
export async function runCommand<S extends CommandSchema>(
  schema: S,
  run: (options: z.output<S>) => Promise<unknown>,
): Promise<void> {
  // A reader that has seen enough (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  try {
    const options = parseCommand(schema, process.argv.slice(2));
    if (options !== undefined) await run(options);
  } catch (error) {
    const usage = error instanceof UsageError;
    const known = usage || error instanceof RunFailed || error instanceof PlatformError;
    process.stderr.write(`${visible(known ? `${error.name}: ${error.message}` : describeUnknown(error))}\n`);
    process.exitCode = usage ? 2 : 1;
  }
}

function describeUnknown(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
