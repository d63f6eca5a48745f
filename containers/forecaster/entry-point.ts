import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { containerRoot } from './directories.ts';

/** SageMaker keeps this much of it as the job's FailureReason. */
const MAX_FAILURE_CHARACTERS = 1024;

export interface Job {
  /** What the job sees as /opt/ml. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface EntryPoint {
  run(job: Job): Promise<void>;
  /** Where a failed job says why. */
  failureFile(root: string): string;
}

/**
 * A container's main program. SageMaker starts it for one job, whose end is the process's. A host that holds an IPC channel to it, as
 * a laptop does, sends it job after job and gets each one's exit code: starting costs more than most jobs.
 */
export async function runEntryPoint(entryPoint: EntryPoint): Promise<void> {
  // As process 1 of a container nothing handles SIGTERM by default, and SageMaker would wait two minutes to kill it.
  process.once('SIGTERM', () => process.exit(143));
  if (process.send === undefined) {
    process.exitCode = await runJob(entryPoint, { root: containerRoot(), environment: process.env });
    return;
  }
  process.on('message', (job: Job) => {
    void runJob(entryPoint, job).then((code) => process.send?.(code));
  });
}

/**
 * What the job throws goes into its failure file, name first, because the state machine's operator sees nothing else of it.
 *
 * @returns the exit code
 */
async function runJob({ run, failureFile }: EntryPoint, job: Job): Promise<0 | 1> {
  try {
    await run(job);
    return 0;
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(`${stack ?? message}\n`);
    const file = failureFile(job.root);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${name}: ${message}`.slice(0, MAX_FAILURE_CHARACTERS));
    return 1;
  }
}
