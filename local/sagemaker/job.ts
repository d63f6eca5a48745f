import type { Stores } from '../../core/ports.ts';
import { ContainerFailure } from './run-container.ts';
import type { WarmContainers } from './warm-containers.ts';

/** What a job on the laptop needs beside its request. */
export interface JobHost {
  readonly stores: Stores;
  /** See containers/forecaster/build.ts. */
  readonly bundleDir: string;
  /** Where jobs have their directories while they run. */
  readonly workDir: string;
  /** Where it is there, jobs leave the removal of their directories in it, and do not wait: it takes as long as many a job. */
  readonly removals?: Promise<unknown>[];
  /** Where containers are taken from that stay up between jobs. */
  readonly warm?: WarmContainers;
  /** Stops the job. */
  readonly signal?: AbortSignal;
}

/**
 * A job that failed, as Step Functions reports it to a state that waits for it with `.sync`: one name for all reasons, and the
 * job's description as the cause.
 */
export class TaskFailed extends Error {
  override readonly name = 'States.TaskFailed';
}

/** A request that SageMaker would refuse. */
export class RequestRefused extends Error {
  override readonly name = 'SageMaker.AmazonSageMakerException';
}

/** How a job's error appears in its description: inputs that cannot be downloaded are the client's fault in SageMaker's words. */
export function failureOf(error: unknown): { readonly status: 'Failed' | 'Stopped'; readonly reason: string } {
  if (error instanceof ContainerFailure) return { status: error.status, reason: error.message };
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { status: 'Failed', reason: `ClientError: ${name}: ${message}` };
}
