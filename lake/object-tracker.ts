import { trackingKeys } from '../core/contracts/keys.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ObjectStore, Tracker } from '../core/ports.ts';
import type { TrackedCandidate, TrackedMetric, TrackedRun, TrackedVersion } from '../core/contracts/tracking.ts';
import { requireArtifactPaths } from '../core/train/tracked-artifacts.ts';
import { jsonBytes } from './json-object.ts';
import { sha256 } from '../tables/sha256.ts';

/**
 * The tracker as files for people: `tracking/<dataset>/<runId>/run.json` with its `artifacts/`, below a selection's run its
 * `evaluations/`, an object each, and `tracking/<dataset>/production.json`.
 * run.json is written last and lists its artifacts by hash: where it is, the record is whole, and what it does not list is
 * left over from an earlier record of the run.
 */
export function objectTracker(store: ObjectStore): Tracker {
  return {
    async record(run) {
      requireArtifactPaths(run);
      const { dataset, runId, artifacts } = run;
      const written = artifacts.map(({ path, body }) => store.write(trackingKeys.artifact(dataset, runId, path), body));
      await Promise.all(written);
      await store.write(trackingKeys.run(dataset, runId), jsonBytes(recordOf(run)));
    },
    async evaluate({ metrics, ...evaluation }) {
      const { dataset, selection, part } = evaluation;
      const key = trackingKeys.evaluation(dataset, selection.runId, part);
      await store.write(key, jsonBytes({ ...evaluation, metrics: metrics.map(readable) }));
    },
    async markProduction({ dataset, runId, version }) {
      // Of a version that was tracked elsewhere as well: what stood here before is not in Production any more.
      await store.write(trackingKeys.production(dataset), jsonBytes({ dataset, runId, modelVersion: version }));
      await requireRecorded({ dataset, runId, version });
    },
    // The refusal, with every reason, and the stage are objects of the registry, in the same bucket.
    markRefused: (version) => requireRecorded(version),
  };

  async function requireRecorded({
    dataset,
    runId,
    version,
  }: Pick<TrackedVersion, 'dataset' | 'runId' | 'version'>): Promise<void> {
    if ((await store.head(trackingKeys.run(dataset, runId))) !== undefined) return;
    throw new PlatformError(ERROR_NAMES.trackingRefused, {
      problem: 'the run of the version is not in the tracker',
      got: `${dataset} ${runId}, version ${version}`,
      hint: 'record the run first',
    });
  }
}

/** All but the model's file, which lies among the artifacts already. */
function recordOf({ dataset, runId, selection, status, startedAtMs, endedAtMs, ...run }: TrackedRun) {
  const { parameters, tags, data, modelVersion } = run;
  return {
    ...{ dataset, runId, selection, status, startedAtMs, endedAtMs, parameters, tags, data, modelVersion },
    metrics: run.metrics.map(readable),
    others: run.others.map((other: TrackedCandidate) => ({ ...other, metrics: other.metrics.map(readable) })),
    artifacts: run.artifacts.map(({ path, body }) => ({
      path,
      sizeBytes: body.length,
      sha256: sha256(body),
    })),
  };
}

/** JSON has no NaN and no Infinity, and would make null of both. */
function readable({ value, ...metric }: TrackedMetric) {
  return { ...metric, value: Number.isFinite(value) ? value : String(value) };
}
