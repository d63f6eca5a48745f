import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobDirectory } from './job-directory.ts';
import { download, upload } from './objects.ts';
import type { TrainingJobDescription, TrainingJobRequest } from './requests.ts';

/**
 * What SageMaker does around a training container: lays out its directory, runs it, and uploads what it left in model/.
 * Nothing is uploaded when the container fails.
 *
 * @param container runs in the directory; rejects when the training fails
 */
export async function runTrainingJob(
  request: TrainingJobRequest,
  { stores, root }: JobDirectory,
  container: () => Promise<void>,
): Promise<TrainingJobDescription> {
  for (const folder of ['input/config', 'input/data', 'model', 'output/data']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  writeFileSync(join(root, 'input/config/hyperparameters.json'), JSON.stringify(request.HyperParameters ?? {}));
  for (const { ChannelName, DataSource } of request.InputDataConfig) {
    await download(stores, DataSource.S3DataSource, join(root, 'input/data', ChannelName));
  }
  await container();
  await upload(stores, join(root, 'model'), artifactsOf(request));
  return describeTrainingJob(request, 'Completed');
}

export function describeTrainingJob(
  request: TrainingJobRequest,
  status: TrainingJobDescription['TrainingJobStatus'],
  failureReason?: string,
): TrainingJobDescription {
  return {
    ...request,
    TrainingJobStatus: status,
    ...(failureReason === undefined ? {} : { FailureReason: failureReason }),
    ModelArtifacts: { S3ModelArtifacts: artifactsOf(request) },
  };
}

/** Where SageMaker puts uncompressed model files. */
function artifactsOf({ OutputDataConfig, TrainingJobName }: TrainingJobRequest): string {
  return `${OutputDataConfig.S3OutputPath.replace(/\/$/, '')}/${TrainingJobName}/output/model/`;
}
