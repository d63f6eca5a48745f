import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JobDirectory } from './job-directory.ts';
import { download, upload } from './objects.ts';
import type { ProcessingJobDescription, ProcessingJobRequest } from './requests.ts';

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
  return describeProcessingJob(request, 'Completed');
}

export function describeProcessingJob(
  request: ProcessingJobRequest,
  status: ProcessingJobDescription['ProcessingJobStatus'],
  failureReason?: string,
): ProcessingJobDescription {
  return {
    ...request,
    ProcessingJobStatus: status,
    ...(failureReason === undefined ? {} : { FailureReason: failureReason }),
  };
}

function below(root: string, containerPath: string): string {
  return join(root, containerPath.slice('/opt/ml/'.length));
}
