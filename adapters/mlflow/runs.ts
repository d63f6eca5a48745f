import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { TrackedRun } from '../../core/contracts/tracking.ts';
import type { MlflowApi } from './api.ts';
import type { LogBatch } from './batches.ts';
import { columnSpecs } from './signature.ts';

/** MLflow answers a call that changes something, and a search that finds nothing, with {}. */
export const done = { schema: z.object({}) };

const pointSchema = z.object({
  key: z.string(),
  value: z.number(),
  timestamp: z.number(),
  step: z.number().default(0),
});

const runSchema = z.object({
  info: z.object({
    run_id: z.string(),
    run_name: z.string().optional(),
    experiment_id: z.string().optional(),
    start_time: z.number(),
    artifact_uri: z.string(),
  }),
  data: z
    .object({
      tags: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
      /** Of each metric, the point of the greatest step. */
      metrics: z.array(pointSchema).optional(),
    })
    .optional(),
  outputs: z.object({ model_outputs: z.array(z.object({ model_id: z.string() })).default([]) }).optional(),
});
export type MlflowRun = z.infer<typeof runSchema>;

export function hasTag({ data }: MlflowRun, key: string, value: string): boolean {
  return data?.tags?.some((tag) => tag.key === key && tag.value === value) ?? false;
}

const foundRuns = { schema: z.object({ runs: z.array(runSchema).default([]) }) };

/** What MLflow's pages show as a run's description: Markdown. */
export const NOTE_TAG = 'mlflow.note.content';

/** What MLflow's pages show of an experiment: without it, they take it for one of prompts and traces. */
const KIND = { key: 'mlflow.experimentKind', value: 'custom_model_development' };

/** Of two that create it at once one wins, and both get its id. */
export async function experimentOf(api: MlflowApi, name: string): Promise<string> {
  const found = await findExperiment(api, name);
  if (found !== undefined) return found;
  const schema = z.object({ experiment_id: z.string() }).optional();
  const unless = { code: 'RESOURCE_ALREADY_EXISTS', then: undefined };
  const created = await api.post('experiments/create', { name, tags: [KIND] }, { schema, unless });
  const id = created?.experiment_id ?? (await findExperiment(api, name));
  if (id !== undefined) return id;
  throw new PlatformError(ERROR_NAMES.trackingFailed, {
    problem: 'MLflow neither creates nor finds the experiment of the data set',
    got: name,
    hint: 'is it being deleted?',
  });
}

export async function findExperiment(api: MlflowApi, name: string): Promise<string | undefined> {
  const schema = z.object({ experiment: z.object({ experiment_id: z.string() }) }).optional();
  const unless = { code: 'RESOURCE_DOES_NOT_EXIST', then: undefined };
  const found = await api.get('experiments/get-by-name', { experiment_name: name }, { schema, unless });
  return found?.experiment.experiment_id;
}

export interface NewRun {
  readonly name: string;
  readonly startedAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export async function createRun(api: MlflowApi, experiment: string, run: NewRun): Promise<MlflowRun> {
  const tags = Object.entries(run.tags).map(([key, value]) => ({ key, value }));
  const body = { experiment_id: experiment, run_name: run.name, start_time: run.startedAtMs, tags };
  return (await api.post('runs/create', body, { schema: z.object({ run: runSchema }) })).run;
}

/** The runs that carry the tags, oldest first. @param tags values without a quote: ids are letters, digits, _ and - */
export async function runsTagged(
  api: MlflowApi,
  experiment: string,
  tags: Readonly<Record<string, string>>,
): Promise<readonly MlflowRun[]> {
  const filter = tagFilter(tags).join(' and ');
  const body = { experiment_ids: [experiment], filter, order_by: ['attributes.start_time ASC'], max_results: 1000 };
  return (await api.post('runs/search', body, foundRuns)).runs;
}

export function tagFilter(tags: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(tags).map(([key, value]) => `tags.\`${key}\` = '${value}'`);
}

export async function logAll(api: MlflowApi, runId: string, batches: readonly LogBatch[]): Promise<void> {
  for (const batch of batches) await api.post('runs/log-batch', { run_id: runId, ...batch }, done);
}

export async function setTags(api: MlflowApi, runId: string, tags: Readonly<Record<string, string>>): Promise<void> {
  const pairs = Object.entries(tags).map(([key, value]) => ({ key, value }));
  await logAll(api, runId, [{ params: [], metrics: [], tags: pairs }]);
}

export type LoggedData = TrackedRun['data'] & { readonly context: 'training' | 'evaluation' };

export async function logData(
  api: MlflowApi,
  runId: string,
  { name, uri, digest, columns, profile, context }: LoggedData,
): Promise<void> {
  const dataset = {
    ...{ name, digest, source_type: 'delta', source: JSON.stringify({ uri }) },
    ...(columns && { schema: JSON.stringify({ mlflow_colspec: columnSpecs(columns, true) }) }),
    ...(profile && { profile: JSON.stringify(profile) }),
  };
  const tags = [{ key: 'mlflow.data.context', value: context }];
  const body = { run_id: runId, datasets: [{ dataset, tags }] };
  const unless = { code: 'BAD_REQUEST', then: undefined };
  const logged = await api.post('runs/log-inputs', body, { schema: z.object({}).optional(), unless });
  // When runs log the same data at once, MLflow's database refuses all but the first; the next try finds the data there.
  if (logged === undefined) await api.post('runs/log-inputs', body, done);
}

export async function endRun(
  api: MlflowApi,
  runId: string,
  { status, endedAtMs }: Pick<TrackedRun, 'status' | 'endedAtMs'>,
): Promise<void> {
  await api.post('runs/update', { run_id: runId, status, end_time: endedAtMs }, done);
}

/** @param uri of the folder. @throws TrackingFailed when the server keeps its artifacts where only a client with rights of its own gets at them. */
export async function uploadAll(api: MlflowApi, uri: string, artifacts: TrackedRun['artifacts']): Promise<void> {
  const [, root] = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.+)$/.exec(uri) ?? [];
  if (root === undefined) {
    throw new PlatformError(ERROR_NAMES.trackingFailed, {
      problem: 'the MLflow server does not serve artifacts',
      got: uri,
      allowed: 'an artifact root of mlflow-artifacts:/',
      hint: 'start it with --serve-artifacts and --artifacts-destination, and without --default-artifact-root',
    });
  }
  await Promise.all(artifacts.map(({ path, body }) => api.upload(`${root}/${path}`, body)));
}
