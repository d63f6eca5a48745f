import { readFile } from 'node:fs/promises';
import { processingDirectories, trainingDirectories } from '../../containers/forecaster/directories.ts';
import { inJobDirectory } from '../../containers/sagemaker/job-directory.ts';
import { runProcessingJob } from '../../containers/sagemaker/processing-job.ts';
import { runTrainingJob } from '../../containers/sagemaker/training-job.ts';
import { type Stores, uriOf } from '../../core/ports.ts';
import { storesOf } from '../../lake/stores.ts';
import type { Buildah } from './buildah.ts';
import type { Objects } from './objects.ts';
import type { Job } from './laptop-run.ts';

export interface ImageHost {
  readonly buildah: Buildah;
  /** Of the image. */
  readonly container: string;
  /** Where jobs have their directories while they run. */
  readonly workDir: string;
}

/** A job whose container ended with another exit code than 0. */
export class JobFailed extends Error {
  override readonly name = 'JobFailed';
  readonly exitCode: number;
  /** What it left for SageMaker to tell; undefined when it left nothing. */
  readonly reason: string | undefined;

  constructor(job: Job, { exitCode, reason, tail }: { exitCode: number; reason: string | undefined; tail: string }) {
    super(`${job.name} failed in the image with exit code ${exitCode}; it said:\n${reason ?? tail}`);
    this.exitCode = exitCode;
    this.reason = reason;
  }
}

/**
 * Runs a job in the image, in a directory laid out as SageMaker lays it out.
 *
 * @returns what SageMaker would have uploaded
 * @throws JobFailed
 */
export async function runInImage(job: Job, stores: Stores, host: ImageHost): Promise<Objects> {
  const written = new Map<string, Uint8Array>();
  await inJobDirectory(host.workDir, async (root) => {
    const place = { stores: recording(stores, written), root };
    const container = (): Promise<void> => runContainer(job, root, host);
    if (job.kind === 'train') await runTrainingJob(job.request, place, container);
    else await runProcessingJob(job.request, place, container);
  });
  return written;
}

async function runContainer(job: Job, root: string, { buildah, container }: ImageHost): Promise<void> {
  const { exitCode, tail } = await buildah.run(container, {
    command: job.entryPoint,
    environment: job.request.Environment ?? {},
    mounts: { [root]: '/opt/ml' },
  });
  if (exitCode === 0) return;
  const { failure } = job.kind === 'train' ? trainingDirectories(root) : processingDirectories(root);
  throw new JobFailed(job, { exitCode, reason: await readFile(failure, 'utf8').catch(() => undefined), tail });
}

/** Stores that are read as they are, and left as they are. */
function recording(stores: Stores, written: Map<string, Uint8Array>): Stores {
  return storesOf((layer) => {
    const store = stores[layer];
    return { ...store, write: async (key: string, body: Uint8Array) => void written.set(uriOf(store, key), body) };
  });
}
