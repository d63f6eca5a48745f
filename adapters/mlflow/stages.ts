import * as z from 'zod';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { Stage } from '../../core/contracts/promotion.ts';
import type { TrackedVersion } from '../../core/contracts/tracking.ts';
import type { MlflowApi } from './api.ts';
import { findTracked, findVersion, type MlflowVersion, modelVersionSchema, STAGE_TAG } from './models.ts';
import { done, setTags } from './runs.ts';

/** The alias of the version in Production. */
const PRODUCTION_ALIAS = 'champion';

/** On a run and on its version: what guard, gates or a person made of it. A version that was ever in Production is 'promoted' for good. */
const VERDICT_TAG = 'verdict';

/** The version that had the alias before is archived, as it is in the registry. */
export async function markInProduction(api: MlflowApi, asked: TrackedVersion): Promise<void> {
  const { dataset: name } = asked;
  const found = await findTracked(api, asked);
  if (found === undefined) {
    await markNoneInProduction(api, name);
    throw unknown(asked);
  }
  const former = await inProduction(api, name);
  await api.post('registered-models/alias', { name, alias: PRODUCTION_ALIAS, version: found.version }, done);
  await tag(api, name, { version: found, stage: 'Production', verdict: 'promoted' });
  if (former !== undefined && former.version !== found.version) {
    await tag(api, name, { version: former, stage: 'Archived' });
  }
}

/** A version that MLflow does not know is in Production: who loads by the alias is told so, and does not get the former one. */
async function markNoneInProduction(api: MlflowApi, name: string): Promise<void> {
  const isRegistered = (await findVersion(api, name, {})) !== undefined;
  const former = isRegistered ? await inProduction(api, name) : undefined;
  if (former === undefined) return;
  await api.delete('registered-models/alias', { name, alias: PRODUCTION_ALIAS }, done);
  await tag(api, name, { version: former, stage: 'Archived' });
}

export async function markRefused(api: MlflowApi, asked: TrackedVersion): Promise<void> {
  const version = await requireVersion(api, asked);
  await tag(api, asked.dataset, { version, stage: 'Archived', verdict: 'refused' });
}

/** @throws TrackingRefused */
async function requireVersion(api: MlflowApi, asked: TrackedVersion): Promise<MlflowVersion> {
  const found = await findTracked(api, asked);
  if (found !== undefined) return found;
  throw unknown(asked);
}

function unknown({ dataset, runId, version }: TrackedVersion): PlatformError {
  return new PlatformError(ERROR_NAMES.trackingRefused, {
    problem: 'MLflow does not know the version',
    got: `${dataset} ${runId}, version ${version}`,
    hint: 'record its training run first',
  });
}

async function inProduction(api: MlflowApi, name: string): Promise<MlflowVersion | undefined> {
  const schema = z.object({ model_version: modelVersionSchema }).optional();
  // What MLflow says where there is no such alias yet.
  const unless = { code: 'INVALID_PARAMETER_VALUE', then: undefined };
  const found = await api.get('registered-models/alias', { name, alias: PRODUCTION_ALIAS }, { schema, unless });
  return found?.model_version;
}

interface Standing {
  readonly version: MlflowVersion;
  readonly stage: Stage;
  readonly verdict?: 'promoted' | 'refused';
}

async function tag(api: MlflowApi, name: string, { version, stage, verdict }: Standing): Promise<void> {
  const tags = { [STAGE_TAG]: stage, ...(verdict !== undefined && { [VERDICT_TAG]: verdict }) };
  await setTags(api, version.run_id, tags);
  for (const [key, value] of Object.entries(tags)) {
    await api.post('model-versions/set-tag', { name, version: version.version, key, value }, done);
  }
}
