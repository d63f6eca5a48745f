import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainingDirectories } from '../../containers/forecaster/directories.ts';
import { train } from '../../containers/forecaster/training.ts';
import { inJobDirectory } from '../../containers/sagemaker/job-directory.ts';
import type { TrainingJobDescription, TrainingJobRequest } from '../../containers/sagemaker/requests.ts';
import { trainingJobDescriptionSchema, trainingJobRequestSchema } from '../../containers/sagemaker/requests.ts';
import { runTrainingJob } from '../../containers/sagemaker/training-job.ts';
import type { Ports } from '../../core/ports.ts';
import { SUMMARY_FILE } from '../../core/train/training-summary.ts';
import { sha256 } from '../../tables/sha256.ts';
import { onAws } from '../shell.ts';

/** The training task where an environment's compute is `lambda`: the container's module, on the job's own request document. */
export async function run(
  request: TrainingJobRequest,
  { stores }: Pick<Ports, 'stores'>,
): Promise<TrainingJobDescription> {
  return inJobDirectory(tmpdir(), async (root) => {
    const description = await runTrainingJob(request, { stores, root }, async () => {
      await train(root);
    });
    const summary = readFileSync(join(trainingDirectories(root).model, SUMMARY_FILE));
    return { ...description, SummarySha256: sha256(summary) };
  });
}

export const handler = onAws({ input: trainingJobRequestSchema, output: trainingJobDescriptionSchema }, run);
