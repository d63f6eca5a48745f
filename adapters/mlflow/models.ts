import * as z from 'zod';
import type { TrackedRun, TrackedVersion } from '../../core/contracts/tracking.ts';
import type { MlflowApi } from './api.ts';
import { flavourFiles } from './flavour.ts';
import { done, type MlflowRun, tagFilter, uploadAll } from './runs.ts';

/** Run, data and configuration, as one hash: what tells runs, logged models and versions of the same run id apart. */
export const WORK_TAG = 'work';

/** Of the model's file, on a run and on its version. */
const ARTIFACT_TAG = 'artifact_sha256';

/** Of a run and of the version that it registered, as in the platform's own registry. */
export const STAGE_TAG = 'stage';

const READY = 'LOGGED_MODEL_READY';
const loggedModelSchema = z.object({
  info: z.object({ model_id: z.string(), artifact_uri: z.string(), status: z.string() }),
});
type LoggedModel = z.infer<typeof loggedModelSchema>;
const foundModels = { schema: z.object({ models: z.array(loggedModelSchema).default([]) }) };

export const modelVersionSchema = z.object({
  version: z.string(),
  run_id: z.string(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
});
export type MlflowVersion = z.infer<typeof modelVersionSchema>;
const foundVersions = { schema: z.object({ model_versions: z.array(modelVersionSchema).default([]) }) };

/** What is logged and registered once. */
export interface RunOfModel {
  readonly experiment: string;
  readonly run: MlflowRun;
  readonly tracked: TrackedRun;
  /** The value of the tag. */
  readonly work: string;
}

/**
 * Registers the run's model once, with a logged model where the run has its file. What it holds must be there before: MLflow does not look whether
 * a version's source exists.
 */
export async function registerModel(api: MlflowApi, recorded: RunOfModel): Promise<void> {
  const { run, tracked, work } = recorded;
  const { dataset, runId, modelVersion: version } = tracked;
  if (version === undefined) return;
  const unless = { code: 'RESOURCE_ALREADY_EXISTS', then: {} };
  const { description, recipe, origin, [ARTIFACT_TAG]: artifact } = tracked.tags;
  await api.post('registered-models/create', { name: dataset, description }, { ...done, unless });
  const tags = { runid: runId, version: String(version), [WORK_TAG]: work };
  const logged = await logModel(api, recorded);
  if ((await findVersion(api, dataset, tags)) !== undefined) return;
  const body = {
    name: dataset,
    source: logged === undefined ? `${run.info.artifact_uri}/model` : `models:/${logged.info.model_id}`,
    run_id: run.info.run_id,
    ...(logged === undefined ? {} : { model_id: logged.info.model_id }),
    description,
    tags: pairs({
      ...tags,
      ...(recipe !== undefined && { recipe }),
      ...(origin !== undefined && { origin }),
      ...(artifact !== undefined && { [ARTIFACT_TAG]: artifact }),
      [STAGE_TAG]: 'Staging',
    }),
  };
  await api.post('model-versions/create', body, done);
}

/** The newest version with these tags: it counts the versions of a model itself, the platform's number is a tag. */
export async function findVersion(
  api: MlflowApi,
  dataset: string,
  tags: Readonly<Record<string, string>>,
): Promise<MlflowVersion | undefined> {
  return (await findVersions(api, dataset, tags))[0];
}

/** By the model's file, too: another replay's version may have the same run id and number. One up to 0.2.0 does not say its file. */
export async function findTracked(
  api: MlflowApi,
  { dataset, runId, version, artifactSha256 }: TrackedVersion,
): Promise<MlflowVersion | undefined> {
  const found = await findVersions(api, dataset, { runid: runId, version: String(version) });
  const artifactOf = ({ tags }: MlflowVersion) => tags.find(({ key }) => key === ARTIFACT_TAG)?.value;
  return found.find((one) => artifactOf(one) === artifactSha256) ?? found.find((one) => artifactOf(one) === undefined);
}

/** The newest first. */
async function findVersions(
  api: MlflowApi,
  dataset: string,
  tags: Readonly<Record<string, string>>,
): Promise<readonly MlflowVersion[]> {
  const filter = [`name='${dataset}'`, ...tagFilter(tags)].join(' and ');
  const query = { filter, order_by: 'version_number DESC' };
  return (await api.get('model-versions/search', query, foundVersions)).model_versions;
}

/** What MLflow's pages call the run's model, and `mlflow.pyfunc.load_model` loads. One that was left unfinished is completed. */
async function logModel(api: MlflowApi, { experiment, run, tracked, work }: RunOfModel) {
  if (tracked.model === undefined) return undefined;
  const known = await findLogged(api, experiment, work);
  if (known?.info.status === READY) return known;
  const model = known ?? (await createLogged(api, { experiment, run, tracked, work }));
  await uploadAll(api, model.info.artifact_uri, await flavourFiles(tracked.model, run.info.start_time));
  const { model_id } = model.info;
  await api.post('runs/outputs', { run_id: run.info.run_id, models: [{ model_id, step: 0 }] }, done);
  await api.patch(`logged-models/${model_id}`, { model_id, status: READY }, done);
  return model;
}

async function findLogged(api: MlflowApi, experiment: string, work: string): Promise<LoggedModel | undefined> {
  const filter = `tags.${WORK_TAG} = '${work}'`;
  return (await api.post('logged-models/search', { experiment_ids: [experiment], filter }, foundModels)).models[0];
}

async function createLogged(api: MlflowApi, { experiment, run, tracked, work }: RunOfModel): Promise<LoggedModel> {
  const body = {
    experiment_id: experiment,
    name: tracked.dataset,
    source_run_id: run.info.run_id,
    tags: pairs({ runid: tracked.runId, version: String(tracked.modelVersion), [WORK_TAG]: work }),
  };
  return (await api.post('logged-models', body, { schema: z.object({ model: loggedModelSchema }) })).model;
}

function pairs(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
