import { join } from 'node:path';
import * as z from 'zod';
import { trainingDirectories } from '../../containers/forecaster/directories.ts';
import { inJobDirectory } from '../../containers/sagemaker/job-directory.ts';
import type { TrainingJobDescription } from '../../containers/sagemaker/requests.ts';
import { trainingJobRequestSchema } from '../../containers/sagemaker/requests.ts';
import { describeTrainingJob, runTrainingJob } from '../../containers/sagemaker/training-job.ts';
import { runContainer } from './run-container.ts';
import type { JobHost } from './job.ts';
import { failureOf, RequestRefused, TaskFailed } from './job.ts';

/**
 * `sagemaker:createTrainingJob.sync` on a laptop: the container's entry point as a child process, in a directory laid out as
 * SageMaker lays it out.
 *
 * @throws RequestRefused; TaskFailed with the job's description when the job fails, is killed or takes too long
 */
export async function createTrainingJob(request: unknown, host: JobHost): Promise<TrainingJobDescription> {
  const parsed = trainingJobRequestSchema.safeParse(request);
  if (!parsed.success) throw new RequestRefused(`CreateTrainingJob: ${z.prettifyError(parsed.error)}`);
  const job = parsed.data;
  return inJobDirectory(
    host.workDir,
    async (root) => {
      const container = {
        script: join(host.bundleDir, 'train.mjs'),
        root,
        environment: job.Environment ?? {},
        failureFile: trainingDirectories(root).failure,
        maxRuntimeSeconds: job.StoppingCondition.MaxRuntimeInSeconds,
        signal: host.signal ?? new AbortController().signal,
        warm: host.warm,
      };
      try {
        return await runTrainingJob(job, { stores: host.stores, root }, () => runContainer(container));
      } catch (error) {
        const { status, reason } = failureOf(error);
        throw new TaskFailed(JSON.stringify(describeTrainingJob(job, status, reason)), { cause: error });
      }
    },
    host.removals,
  );
}
