import * as z from 'zod';
import type { TrackedRun } from '../../core/ports.ts';
import type { MlflowApi } from './api.ts';
import type { MlflowRun } from './runs.ts';
import { done } from './runs.ts';

/** The alias of the version in Production. */
const PRODUCTION_ALIAS = 'champion';

const foundVersions = {
  schema: z.object({ model_versions: z.array(z.object({ version: z.string() })).default([]) }),
};

/** MLflow counts the versions of a model itself; the platform's number stands in the tag `version`, which is how one is found. */
interface VersionKey {
  readonly dataset: string;
  readonly runId: string;
  readonly version: number;
}

/** Registers the run's model once. Its artifacts must be there: MLflow does not look whether a version's source exists. */
export async function registerModel(api: MlflowApi, run: MlflowRun, tracked: TrackedRun): Promise<void> {
  const { dataset, runId, modelVersion: version } = tracked;
  if (version === undefined) return;
  const unless = { code: 'RESOURCE_ALREADY_EXISTS', then: {} };
  await api.post('registered-models/create', { name: dataset }, { ...done, unless });
  if ((await findVersion(api, { dataset, runId, version })) !== undefined) return;
  const tags = { runid: runId, version: String(version) };
  const body = {
    name: dataset,
    source: `${run.info.artifact_uri}/model`,
    run_id: run.info.run_id,
    description: tracked.tags.description,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  };
  await api.post('model-versions/create', body, done);
}

/** MLflow's own number of the version. */
export async function findVersion(
  api: MlflowApi,
  { dataset, runId, version }: VersionKey,
): Promise<string | undefined> {
  const filter = `name='${dataset}' and tags.\`runid\` = '${runId}' and tags.\`version\` = '${version}'`;
  const query = { filter, order_by: 'version_number ASC' };
  return (await api.get('model-versions/search', query, foundVersions)).model_versions[0]?.version;
}

export async function setProductionAlias(api: MlflowApi, dataset: string, version: string): Promise<void> {
  await api.post('registered-models/alias', { name: dataset, alias: PRODUCTION_ALIAS, version }, done);
}
