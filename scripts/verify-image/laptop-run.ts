import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { writeDemoData } from '../../cli/demo/demo-data.ts';
import { replayCommand } from '../../cli/replay/command.ts';
import { replayRequest } from '../../cli/replay/replay-request.ts';
import { runReplay } from '../../cli/replay/run-replay.ts';
import {
  type ProcessingJobRequest,
  processingJobRequestSchema,
  type TrainingJobRequest,
  trainingJobRequestSchema,
} from '../../containers/sagemaker/requests.ts';
import { type Stores, uriOf } from '../../core/ports.ts';
import { SIGNATURE_FILE } from '../../core/signing/bundle.ts';
import { MANIFEST_FILE } from '../../core/signing/manifest.ts';
import { weather } from '../../datasets/weather.ts';
import { localPorts } from '../../hosts/folder.ts';
import { locate } from '../../lake/object-uri.ts';
import type { Objects } from './objects.ts';

/** A job that a state machine asked SageMaker for, and this machine has run as a child process. */
export type Job = { readonly name: string; readonly entryPoint: readonly string[] } & (
  | { readonly kind: 'train'; readonly request: TrainingJobRequest }
  | { readonly kind: 'forecast'; readonly request: ProcessingJobRequest }
);

export interface LaptopRun {
  readonly jobs: readonly Job[];
  readonly stores: Stores;
}

/** What the step that registers a version puts beside the job's own files. */
const ADDED_LATER = [MANIFEST_FILE, SIGNATURE_FILE];

const executionSchema = z.object({
  events: z.array(
    z.object({
      taskScheduledEventDetails: z
        .object({ resource: z.string(), parameters: z.string().transform((text) => JSON.parse(text) as unknown) })
        .optional(),
    }),
  ),
});
const entryPoint = z.object({ ContainerEntrypoint: z.array(z.string()).min(1) });

/** One window of the demo, through the state machines of an environment. */
export async function laptopRun(folder: string, environment: string): Promise<LaptopRun> {
  const [dataPath, outDir] = [join(folder, 'temperatures.csv'), join(folder, 'run')];
  await writeDemoData(dataPath);
  const options = { dataset: weather.name, data: dataPath, out: outDir, env: environment, windows: 1, overwrite: true };
  await runReplay(replayRequest(replayCommand.parse(options), new Set(Object.keys(options))));
  const jobs = (
    await Promise.all(['train', 'forecast'].map((machine) => jobsOf(join(outDir, 'executions', machine))))
  ).flat();
  return { jobs, stores: localPorts(outDir, [weather]).stores };
}

/** The jobs that a machine's executions scheduled, as their histories tell. */
async function jobsOf(folder: string): Promise<readonly Job[]> {
  const texts = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => jobsIn(JSON.parse(text)));
}

export function jobsIn(execution: unknown): readonly Job[] {
  const scheduled = executionSchema
    .parse(execution)
    .events.map(({ taskScheduledEventDetails }) => taskScheduledEventDetails);
  return scheduled.flatMap((details): readonly Job[] => {
    switch (details?.resource) {
      case 'createTrainingJob.sync':
        return [trainingJob(details.parameters)];
      case 'createProcessingJob.sync':
        return [forecastingJob(details.parameters)];
      default:
        return [];
    }
  });
}

function trainingJob(parameters: unknown): Job {
  const request = trainingJobRequestSchema.parse(parameters);
  const { AlgorithmSpecification: algorithm } = z.object({ AlgorithmSpecification: entryPoint }).parse(parameters);
  return { kind: 'train', name: request.TrainingJobName, entryPoint: algorithm.ContainerEntrypoint, request };
}

function forecastingJob(parameters: unknown): Job {
  const request = processingJobRequestSchema.parse(parameters);
  const { AppSpecification: program } = z.object({ AppSpecification: entryPoint }).parse(parameters);
  return { kind: 'forecast', name: request.ProcessingJobName, entryPoint: program.ContainerEntrypoint, request };
}

/** What a job has left on this machine. */
export async function leftBy(job: Job, stores: Stores): Promise<Objects> {
  const folders = outputsOf(job).map((uri) => locate(stores, uri));
  const listed = await Promise.all(
    folders.map(async ({ store, key }) => (await store.list(`${key}/`)).map((object) => ({ store, key: object.key }))),
  );
  const own = listed.flat().filter(({ key }) => !ADDED_LATER.some((name) => key.endsWith(`/${name}`)));
  return new Map(
    await Promise.all(own.map(async ({ store, key }) => [uriOf(store, key), await store.read(key)] as const)),
  );
}

function outputsOf(job: Job): readonly string[] {
  if (job.kind === 'forecast') return job.request.ProcessingOutputConfig.Outputs.map(({ S3Output }) => S3Output.S3Uri);
  const { OutputDataConfig, TrainingJobName } = job.request;
  return [`${OutputDataConfig.S3OutputPath}/${TrainingJobName}/output/model`];
}
