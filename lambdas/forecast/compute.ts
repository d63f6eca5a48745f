import { tmpdir } from 'node:os';
import { forecast } from '../../containers/forecaster/forecasting.ts';
import { inJobDirectory } from '../../containers/sagemaker/job-directory.ts';
import { runProcessingJob } from '../../containers/sagemaker/processing-job.ts';
import type { ProcessingJobDescription, ProcessingJobRequest } from '../../containers/sagemaker/requests.ts';
import { processingJobDescriptionSchema, processingJobRequestSchema } from '../../containers/sagemaker/requests.ts';
import type { Ports } from '../../core/ports.ts';
import { onAws } from '../shell.ts';

/** The forecasting task where an environment's compute is `lambda`: the container's module, on the job's own request document. */
export async function run(
  request: ProcessingJobRequest,
  { stores }: Pick<Ports, 'stores'>,
): Promise<ProcessingJobDescription> {
  return inJobDirectory(tmpdir(), (root) =>
    runProcessingJob(request, { stores, root }, async () => {
      await forecast(root, request.Environment ?? {});
    }),
  );
}

export const handler = onAws({ input: processingJobRequestSchema, output: processingJobDescriptionSchema }, run);
