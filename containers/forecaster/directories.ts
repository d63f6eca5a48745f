import { join } from 'node:path';

/** SageMaker mounts everything below this folder. ML_ROOT puts it elsewhere, for a container that runs as a plain process. */
export function containerRoot(): string {
  return process.env.ML_ROOT ?? '/opt/ml';
}

/** SageMaker's layout of a training container. */
export function trainingDirectories(root: string) {
  return {
    hyperparameters: join(root, 'input/config/hyperparameters.json'),
    series: join(root, 'input/data/series'),
    /** What a fit reads beside the series: objects below it by their keys. */
    memory: join(root, 'input/data/memory'),
    model: join(root, 'model'),
    failure: join(root, 'output/failure'),
  };
}

/** The mounts that the processing job's request asks for, and SageMaker's file for its exit message. */
export function processingDirectories(root: string) {
  return {
    model: join(root, 'processing/input/model'),
    files: join(root, 'processing/output/files'),
    summary: join(root, 'processing/output/summary'),
    failure: join(root, 'output/message'),
    /** The same file: of a job that ends well it is what whoever waits for the job is told. */
    exitMessage: join(root, 'output/message'),
  };
}
