import type { Tracker } from '../../core/ports.ts';
import type { TrackedRun } from '../../core/contracts/tracking.ts';
import { requireArtifactPaths } from '../../core/train/tracked-artifacts.ts';
import { jsonBytes } from '../../lake/json-object.ts';
import type { MlflowApi, MlflowServer } from './api.ts';
import { mlflowApi } from './api.ts';
import type { Entries } from './batches.ts';
import { logBatches, LONG_VALUES_FILE, requireNames } from './batches.ts';
import { hashOf, recordEvaluation, SELECTION_TAG, selectionTag } from './evaluations.ts';
import { registerModel, type RunOfModel, STAGE_TAG, WORK_TAG } from './models.ts';
import type { MlflowRun } from './runs.ts';
import { createRun, endRun, experimentOf, hasTag, logAll, logData, NOTE_TAG, runsTagged, uploadAll } from './runs.ts';
import { markInProduction, markRefused } from './stages.ts';

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
      await logData(api, run.info.run_id, { ...tracked.data, context: 'training' });
      await uploadAll(api, run.info.artifact_uri, [...tracked.artifacts, ...longValues]);
      await recordOthers(api, experiment, { run, tracked });
      await registerModel(api, { experiment, run, tracked, work });
      await endRun(api, run.info.run_id, tracked);
    },
    evaluate: (evaluation) => recordEvaluation(api, evaluation),
    markProduction: (version) => markInProduction(api, version),
    markRefused: (version) => markRefused(api, version),
  };
}

async function trainingRun(api: MlflowApi, { experiment, tracked, work }: Omit<RunOfModel, 'run'>): Promise<MlflowRun> {
  const {
    runId,
    startedAtMs,
    tags: { description },
  } = tracked;
  const [found] = await runsTagged(api, experiment, { [WORK_TAG]: work });
  const tags = {
    runid: runId,
    [WORK_TAG]: work,
    [STAGE_TAG]: 'Staging',
    ...(description !== undefined && { [NOTE_TAG]: description }),
  };
  return found ?? createRun(api, experiment, { name: runId, startedAtMs, tags });
}

/** The same run of the same data by the same configuration: what a second replay does otherwise is a run of its own. */
function workOf({ runId, data, parameters, model }: TrackedRun): string {
  return hashOf({ runId, data, parameters, model: model?.sha256 ?? null });
}

function entriesOf(tracked: TrackedRun, work: string): Entries {
  const { dataset, runId, selection, modelVersion, parameters, metrics, tags } = tracked;
  return {
    parameters,
    metrics,
    tags: {
      ...tags,
      runid: runId,
      [WORK_TAG]: work,
      [SELECTION_TAG]: selectionTag(selection),
      dataset,
      ...(modelVersion !== undefined && { model_version: String(modelVersion) }),
      'mlflow.source.name': 'train (state machine)',
      'mlflow.source.type': 'JOB',
      // What MLflow's pages show as the version of the source.
      ...(tags.commit !== undefined && { 'mlflow.source.git.commit': tags.commit }),
    },
  };
}

/** @returns the values that MLflow would cut, as an artifact; none where there are none */
async function logEntries(api: MlflowApi, run: MlflowRun, entries: Entries): Promise<TrackedRun['artifacts']> {
  // Of the run, not of this try: MLflow takes a metric of another time for another point.
  const { batches, longValues } = logBatches(entries, () => run.info.start_time);
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
  const before = await runsTagged(api, experiment, { [PARENT_TAG]: parent });
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
