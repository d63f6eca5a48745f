import { join } from 'node:path';
import * as z from 'zod';
import { processingDirectories } from '../../containers/forecaster/directories.ts';
import { describeProcessingJob, runProcessingJob } from '../../containers/sagemaker/processing-job.ts';
import { inJobDirectory } from '../../containers/sagemaker/job-directory.ts';
import type { ProcessingJobDescription } from '../../containers/sagemaker/requests.ts';
import { processingJobRequestSchema } from '../../containers/sagemaker/requests.ts';
import { runContainer } from './run-container.ts';
import type { JobHost } from './job.ts';
import { failureOf, RequestRefused, TaskFailed } from './job.ts';

/** What SageMaker sets where a processing job's request has no stopping condition. */
const DEFAULT_MAX_RUNTIME_SECONDS = 86_400;

/**
 * `sagemaker:createProcessingJob.sync` on a laptop; see createTrainingJob.
 *
 * @throws RequestRefused; TaskFailed with the job's description when the job fails, is killed or takes too long
 */
export async function createProcessingJob(request: unknown, host: JobHost): Promise<ProcessingJobDescription> {
  const parsed = processingJobRequestSchema.safeParse(request);
  if (!parsed.success) throw new RequestRefused(`CreateProcessingJob: ${z.prettifyError(parsed.error)}`);
  const job = parsed.data;
  return inJobDirectory(
    host.workDir,
    async (root) => {
      const container = {
        script: join(host.bundleDir, 'forecast.mjs'),
        root,
        environment: job.Environment ?? {},
        failureFile: processingDirectories(root).failure,
        maxRuntimeSeconds: job.StoppingCondition?.MaxRuntimeInSeconds ?? DEFAULT_MAX_RUNTIME_SECONDS,
        signal: host.signal ?? new AbortController().signal,
        warm: host.warm,
      };
      try {
        return await runProcessingJob(job, { stores: host.stores, root }, () => runContainer(container));
      } catch (error) {
        const { status, reason } = failureOf(error);
        throw new TaskFailed(JSON.stringify(describeProcessingJob(job, status, { FailureReason: reason })), {
          cause: error,
        });
      }
    },
    host.removals,
  );
}
