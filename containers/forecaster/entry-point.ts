import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** SageMaker keeps this much of it as the job's FailureReason. */
const MAX_FAILURE_CHARACTERS = 1024;

/**
 * A container's main program: what the body throws goes into the failure file, name first, because the state machine's
 * operator sees nothing else of it; the exit code is then 1.
 */
export async function runEntryPoint(body: () => Promise<void>, failureFile: string): Promise<void> {
  // As process 1 of a container nothing handles SIGTERM by default, and SageMaker would wait two minutes to kill it.
  process.once('SIGTERM', () => process.exit(143));
  try {
    await body();
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${stack ?? message}\n`);
    await mkdir(dirname(failureFile), { recursive: true });
    await writeFile(failureFile, `${name}: ${message}`.slice(0, MAX_FAILURE_CHARACTERS));
    process.exitCode = 1;
  }
}
