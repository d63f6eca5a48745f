import { createHash } from 'node:crypto';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import type { TrackedRun, Tracker } from '../../core/ports.ts';
import { requireArtifactPaths } from '../../core/train/tracked-artifacts.ts';
import { canonicalJson } from '../../core/signing/canonical-json.ts';
import { jsonBytes } from '../../lake/json-object.ts';
import type { MlflowApi, MlflowServer } from './api.ts';
import { mlflowApi } from './api.ts';
import type { Entries } from './batches.ts';
import { logBatches, LONG_VALUES_FILE, requireNames } from './batches.ts';
import { findVersion, registerModel, type RunOfModel, setProductionAlias, WORK_TAG } from './models.ts';
import type { MlflowRun } from './runs.ts';
import { createRun, endRun, experimentOf, logAll, logData, runsTagged, uploadAll } from './runs.ts';

/** MLflow shows a run below the one that this tag names. */
const PARENT_TAG = 'mlflow.parentRunId';

/**
 * Records in MLflow: an experiment and a registered model a data set, a run a training run, below it a run for each candidate, a model that
 * `mlflow.pyfunc` loads, and the alias `champion` for the version in Production. A run is found again by its tag `work`: MLflow changes no
 * parameter and deletes no metric, so other data or another configuration under the same run id are a run of their own. Until all is recorded
 * the run stands as RUNNING; recorded again it is completed. One process at a time records a run, as a state machine's step does.
 */
export function mlflowTracker(server: MlflowServer): Tracker {
  const api = mlflowApi(server);
  return {
    async record(tracked) {
      requireArtifactPaths(tracked);
      const work = workOf(tracked);
      const own = entriesOf(tracked, work);
      for (const entries of [own, ...tracked.others]) requireNames({ tags: {}, ...entries });
      const experiment = await experimentOf(api, tracked.dataset);
      const run = await trainingRun(api, { experiment, tracked, work });
      const longValues = await logEntries(api, run, own);
      await logData(api, run.info.run_id, tracked.data);
      await uploadAll(api, run.info.artifact_uri, [...tracked.artifacts, ...longValues]);
      await recordOthers(api, experiment, { run, tracked });
      await registerModel(api, { experiment, run, tracked, work });
      await endRun(api, run.info.run_id, tracked);
    },
    async markProduction(dataset, runId, version) {
      const found = await findVersion(api, dataset, { runid: runId, version: String(version) });
      if (found !== undefined) return setProductionAlias(api, dataset, found);
      throw new PlatformError(ERROR_NAMES.trackingFailed, {
        problem: 'MLflow does not know the version in Production',
        got: `${dataset} ${runId}, version ${version}`,
        hint: 'record its training run first',
      });
    },
  };
}

async function trainingRun(api: MlflowApi, { experiment, tracked, work }: Omit<RunOfModel, 'run'>): Promise<MlflowRun> {
  const { runId, startedAtMs } = tracked;
  const [found] = await runsTagged(api, experiment, { key: WORK_TAG, value: work });
  return found ?? createRun(api, experiment, { name: runId, startedAtMs, tags: { runid: runId, [WORK_TAG]: work } });
}

/** The same run of the same data by the same configuration: what a second replay does otherwise is a run of its own. */
function workOf({ runId, data, parameters, model }: TrackedRun): string {
  const work = canonicalJson({ runId, data, parameters, model: model?.sha256 ?? null });
  return createHash('sha256').update(work).digest('hex');
}

function entriesOf(tracked: TrackedRun, work: string): Entries {
  const { dataset, runId, modelVersion, parameters, metrics, tags } = tracked;
  return {
    parameters,
    metrics,
    tags: {
      ...tags,
      runid: runId,
      [WORK_TAG]: work,
      dataset,
      ...(modelVersion !== undefined && { model_version: String(modelVersion) }),
      // What MLflow's pages show as the version of the source.
      ...(tags.commit !== undefined && { 'mlflow.source.git.commit': tags.commit }),
    },
  };
}

/** @returns the values that MLflow would cut, as an artifact; none where there are none */
async function logEntries(api: MlflowApi, run: MlflowRun, entries: Entries): Promise<TrackedRun['artifacts']> {
  // Of the run, not of this try: MLflow takes a metric of another time for another point.
  const { batches, longValues } = logBatches(entries, run.info.start_time);
  await logAll(api, run.info.run_id, batches);
  return Object.keys(longValues).length === 0 ? [] : [{ path: LONG_VALUES_FILE, body: jsonBytes(longValues) }];
}

interface Recorded {
  readonly run: MlflowRun;
  readonly tracked: TrackedRun;
}

async function recordOthers(api: MlflowApi, experiment: string, { run, tracked }: Recorded): Promise<void> {
  if (tracked.others.length === 0) return;
  const parent = run.info.run_id;
  const before = await runsTagged(api, experiment, { key: PARENT_TAG, value: parent });
  for (const { name, ...entries } of tracked.others) {
    const tags = { [PARENT_TAG]: parent, candidate: name, dataset: tracked.dataset };
    const startedAtMs = tracked.startedAtMs;
    const child =
      before.find((one) => hasTag(one, 'candidate', name)) ??
      (await createRun(api, experiment, { name, startedAtMs, tags }));
    await uploadAll(api, child.info.artifact_uri, await logEntries(api, child, { ...entries, tags }));
    await endRun(api, child.info.run_id, tracked);
  }
}

function hasTag({ data }: MlflowRun, key: string, value: string): boolean {
  return data?.tags?.some((tag) => tag.key === key && tag.value === value) ?? false;
}
