import { tmpdir } from 'node:os';
import { train } from '../../containers/forecaster/training.ts';
import { inJobDirectory } from '../../containers/sagemaker/job-directory.ts';
import type { TrainingJobDescription, TrainingJobRequest } from '../../containers/sagemaker/requests.ts';
import { trainingJobDescriptionSchema, trainingJobRequestSchema } from '../../containers/sagemaker/requests.ts';
import { runTrainingJob } from '../../containers/sagemaker/training-job.ts';
import type { Ports } from '../../core/ports.ts';
import { onAws } from '../shell.ts';

/** The training task where an environment's compute is `lambda`: the container's module, on the job's own request document. */
export async function run(
  request: TrainingJobRequest,
  { stores }: Pick<Ports, 'stores'>,
): Promise<TrainingJobDescription> {
  return inJobDirectory(tmpdir(), (root) =>
    runTrainingJob(request, { stores, root }, async () => {
      await train(root);
    }),
  );
}

export const handler = onAws({ input: trainingJobRequestSchema, output: trainingJobDescriptionSchema }, run);
