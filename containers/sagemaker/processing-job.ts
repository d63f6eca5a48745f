import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobDirectory } from './job-directory.ts';
import { download, upload } from './objects.ts';
import { MAX_EXIT_MESSAGE, type ProcessingJobDescription, type ProcessingJobRequest } from './requests.ts';

/** What SageMaker does around a processing container: downloads its inputs, runs it, and uploads its outputs when it ended well. */
export async function runProcessingJob(
  request: ProcessingJobRequest,
  { stores, root }: JobDirectory,
  container: () => Promise<void>,
): Promise<ProcessingJobDescription> {
  const outputs = request.ProcessingOutputConfig.Outputs.map(({ S3Output }) => S3Output);
  for (const { S3Input } of request.ProcessingInputs) await download(stores, S3Input, below(root, S3Input.LocalPath));
  for (const { LocalPath } of outputs) mkdirSync(below(root, LocalPath), { recursive: true });
  mkdirSync(join(root, 'output'), { recursive: true });
  await container();
  for (const { LocalPath, S3Uri } of outputs) await upload(stores, below(root, LocalPath), S3Uri);
  return describeProcessingJob(request, 'Completed', exitMessageIn(root));
}

export function describeProcessingJob(
  request: ProcessingJobRequest,
  status: ProcessingJobDescription['ProcessingJobStatus'],
  told: Pick<ProcessingJobDescription, 'ExitMessage' | 'FailureReason'> = {},
): ProcessingJobDescription {
  return { ...request, ProcessingJobStatus: status, ...told };
}

function exitMessageIn(root: string): Pick<ProcessingJobDescription, 'ExitMessage'> {
  const file = join(root, 'output/message');
  return existsSync(file) ? { ExitMessage: readFileSync(file, 'utf8').slice(0, MAX_EXIT_MESSAGE) } : {};
}

function below(root: string, containerPath: string): string {
  return join(root, containerPath.slice('/opt/ml/'.length));
}
