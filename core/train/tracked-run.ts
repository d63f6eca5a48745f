import type { FoldMetrics } from '../contracts/metrics.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ModelVersion, TrainedCandidate } from '../contracts/model-version.ts';
import type { TrackedMetric, TrackedRun } from '../ports.ts';
import { encodeStrings } from '../contracts/string-parameters.ts';
import type { TrainingSummary } from './training-summary.ts';

export interface FinishedTraining extends Pick<TrackedRun, 'startedAtMs' | 'endedAtMs' | 'artifacts'> {
  readonly model: ModelVersion;
  /** One for each candidate of the version. */
  readonly summaries: readonly TrainingSummary[];
}

/**
 * A training run as people look it up. Metrics are `cv/*` over all folds, `fold/*` with the fold's number as step (1 is the oldest;
 * the tag fold_cutoffs gives their dates), `series/*`, and `contract/*`. One that the data leave undefined is named in a tag.
 *
 * @throws ArtifactMismatch when a candidate has no summary
 */
export function trackedRun({ model, summaries, startedAtMs, endedAtMs, artifacts }: FinishedTraining): TrackedRun {
  const foldsOf = ({ candidate }: TrainedCandidate) => summaryOf(candidate.name, summaries).folds;
  const { chosen, training, forecast, contract } = model;
  const folds = foldsOf(chosen);
  const chosenMetrics = measure(chosen, folds);
  return {
    dataset: model.dataset,
    runId: model.runId,
    status: 'FINISHED',
    startedAtMs,
    endedAtMs,
    parameters: {
      ...parametersOf(chosen),
      ...ranges({ training: training.window, forecast }),
      ...encodeStrings({ ...model.schema, output: Object.keys(model.schema.output) }),
    },
    metrics: [
      ...chosenMetrics.defined,
      { name: 'contract/quarantined_share', value: contract.quarantinedShare, step: 0 },
    ],
    others: model.candidates
      .filter(({ candidate }) => candidate.name !== chosen.candidate.name)
      .map((other) => ({
        name: other.candidate.name,
        parameters: parametersOf(other),
        metrics: measure(other, foldsOf(other)).defined,
      })),
    tags: {
      ...tagsOf(model),
      fold_cutoffs: JSON.stringify(folds.map(({ cutoff }) => cutoff)),
      ...(chosenMetrics.undefinedNames.length > 0 && { undefined_metrics: chosenMetrics.undefinedNames.join(', ') }),
    },
    data: { name: model.dataset, uri: training.table, digest: `v${training.tableVersion}` },
    artifacts,
    modelVersion: model.version,
  };
}

function summaryOf(name: string, summaries: readonly TrainingSummary[]): TrainingSummary {
  const found = summaries.find(({ candidate }) => candidate.name === name);
  if (found !== undefined) return found;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `the candidate '${name}' has no training summary`,
    allowed: `one of each candidate; there are ${summaries.map(({ candidate }) => candidate.name).join(', ') || 'none'}`,
    hint: 'read summary.json of every candidate of the version',
  });
}

function parametersOf({ candidate, artifactSha256 }: TrainedCandidate): Readonly<Record<string, string>> {
  const options = Object.entries(candidate.options).map(([name, value]) => [`option/${name}`, value] as const);
  return encodeStrings({
    candidate: candidate.name,
    family: candidate.family,
    artifact_sha256: artifactSha256,
    ...Object.fromEntries(options),
  });
}

function ranges(named: Readonly<Record<string, { start: string; end: string }>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, { start, end }]) => [
      [`${name}/start`, start],
      [`${name}/end`, end],
    ]),
  );
}

function measure({ crossValidation, seriesTrained, seriesFailed }: TrainedCandidate, folds: readonly FoldMetrics[]) {
  const all = [
    ...Object.entries(crossValidation).map(([name, value]) => ({ name: `cv/${name}`, value, step: 0 })),
    ...folds.flatMap(({ series, points, rmse, mae, coverage }, i) =>
      Object.entries({ series, points, rmse, mae, coverage }).map(([name, value]) => ({
        name: `fold/${name}`,
        value,
        step: i + 1,
      })),
    ),
    { name: 'series/trained', value: seriesTrained, step: 0 },
    { name: 'series/failed', value: seriesFailed, step: 0 },
  ];
  const isDefined = (metric: (typeof all)[number]): metric is TrackedMetric => metric.value !== null;
  const undefinedNames = all.filter((metric) => !isDefined(metric)).map(({ name }) => name);
  return { defined: all.filter(isDefined), undefinedNames: [...new Set(undefinedNames)] };
}

/** The data set's own tags are prefixed, so that none can pass for one of the platform's. */
function tagsOf({ chosen, code, description, owner, intendedUse, tags }: ModelVersion): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [`dataset.${name}`, value])),
    candidate: chosen.candidate.name,
    commit: code.commit,
    image: code.image,
    // One tag: a library's name may hold '@', which MLflow allows in no key.
    libraries: JSON.stringify(code.libraries),
    description,
    owner,
    intended_use: intendedUse,
  };
}
