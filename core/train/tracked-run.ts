import type { Dataset } from '../contracts/dataset.ts';
import { dayOf } from '../contracts/date-range.ts';
import type { CrossValidationMetrics, FoldMetrics } from '../contracts/metrics.ts';
import type { ModelVersion } from '../contracts/model-version.ts';
import { refusedRows, type SliceCounts } from '../contracts/steps/counts.ts';
import { familyOf } from '../models/families.ts';
import type { TrackedMetric, TrackedModel, TrackedRun, TrackedSelection } from '../contracts/tracking.ts';
import { encodeStrings } from '../contracts/string-parameters.ts';
import { recipeName } from './recipe.ts';
import { trackedNames } from './tracked-names.ts';
import type { FitSummary, TrialSummary } from './training-summary.ts';

export interface FinishedTraining extends Pick<TrackedRun, 'startedAtMs' | 'endedAtMs' | 'artifacts'> {
  readonly model: ModelVersion;
  /** model.jsonl. */
  readonly file: Uint8Array;
  /** `retraining`: a selection that the monitor brought forward. */
  readonly origin: 'selection' | 'retraining' | 'refresh' | 'naive';
  /** Of the training window. */
  readonly counts: SliceCounts;
  readonly dataset: Pick<Dataset, 'crossValidation' | 'seed'>;
  readonly summary: FitSummary;
  /** Of the candidates that the run cross-validated: none at a refresh. */
  readonly trials: readonly TrialSummary[];
  /** The period that a replay was living through. */
  readonly livedThrough?: string | undefined;
}

/**
 * A training run as people look it up. Metrics are `cv/*` over all folds, `fold/*` with the fold's number as step (1 is the oldest;
 * the tag fold_cutoffs gives their dates), `series/*`, `share/*` and `contract/*`. One that the data leave undefined is named in a tag.
 */
export function trackedRun(finished: FinishedTraining): TrackedRun {
  const { model, file, origin, counts, dataset, summary, trials, livedThrough, ...run } = finished;
  const { training, forecast } = model;
  const measured = measure(summary, { trained: summary.seriesTrained, failed: summary.seriesFailed });
  return {
    dataset: model.dataset,
    runId: model.runId,
    selection: trackedSelection(model),
    status: 'FINISHED',
    ...run,
    parameters: {
      ...parametersOf(model),
      ...settingsOf(dataset),
      ...ranges({ training: training.window, forecast }),
      ...encodeStrings({ ...model.schema, output: Object.keys(model.schema.output) }),
    },
    metrics: [...measured.defined, ...figuresOf({ model, counts, summary })],
    others: trials.map(({ candidate, seriesTried, seriesFailed, ...trial }) => ({
      name: candidate.name,
      parameters: optionsOf(candidate),
      metrics: measure(trial, { tried: seriesTried, failed: seriesFailed }).defined,
    })),
    tags: {
      ...tagsOf(model, origin),
      ...(livedThrough !== undefined && { lived_through: dayOf(livedThrough) }),
      fold_cutoffs: JSON.stringify(summary.folds.map(({ cutoff }) => cutoff)),
      ...(measured.undefinedNames.length > 0 && { undefined_metrics: measured.undefinedNames.join(', ') }),
    },
    data: dataOf({ model, counts, summary }),
    modelVersion: model.version,
    model: modelOf(model, file),
  };
}

export function trackedSelection({ selection: { runId, trials } }: Pick<ModelVersion, 'selection'>): TrackedSelection {
  return { runId, pointsSha256: trials.map(({ pointsSha256 }) => pointsSha256) };
}

type Facts = Pick<FinishedTraining, 'model' | 'counts' | 'summary'>;

function figuresOf({ model, counts, summary }: Facts): readonly TrackedMetric[] {
  const figures = {
    'share/average': summary.share.average,
    'contract/quarantined_share': model.contract.quarantinedShare,
    ingest_count: counts.bronze,
    transform_count: counts.silver,
    quarantine_count: refusedRows(counts),
  };
  return Object.entries(figures).map(([name, value]) => ({ name, value, step: 0 }));
}

function dataOf({ model, counts, summary }: Facts): TrackedRun['data'] {
  const { dataset: name, training, schema } = model;
  const num_series = summary.seriesTrained + summary.seriesFailed;
  return {
    ...{ name, uri: training.table, digest: `v${training.tableVersion}` },
    columns: typesOf(schema, ['unique_id', 'ds'], { y: 'double' }),
    profile: { num_rows: counts.silver, num_series, ...counts },
  };
}

function modelOf({ schema, artifactSha256: sha256 }: ModelVersion, file: Uint8Array): TrackedModel {
  const regressors = schema.features.filter((name) => !(name in schema.output));
  const input = typesOf(schema, ['unique_id', 'ds']);
  const output = Object.keys(schema.output).filter((name) => name.startsWith('yhat'));
  return { file, sha256, input, regressors, output };
}

function typesOf({ output }: ModelVersion['schema'], names: readonly string[], more = {}): Record<string, string> {
  return { ...Object.fromEntries(names.map((name) => [name, output[name]])), ...more };
}

function settingsOf({ crossValidation, seed }: FinishedTraining['dataset']): Record<string, string> {
  const { initial, period, horizon } = crossValidation;
  return encodeStrings({ seed, 'cv/initial': initial, 'cv/period': period, 'cv/horizon': horizon });
}

function parametersOf(model: ModelVersion): Readonly<Record<string, string>> {
  const { recipe, selection, refreshOf, artifactSha256, training } = model;
  return encodeStrings({
    recipe: recipeName(model),
    kind: recipe.kind,
    candidates: recipe.candidates.map(({ name }) => name),
    chosen: selection.chosen,
    yardstick: selection.yardstick.name,
    selection_metric: recipe.selectionMetric,
    season_length: recipe.seasonLength,
    training_length: recipe.trainingLength,
    data_version: training.tableVersion,
    selection_run: selection.runId,
    ...(refreshOf === null ? {} : { refresh_of: refreshOf }),
    artifact_sha256: artifactSha256,
    ...knownAhead(model),
  });
}

function knownAhead({ training: { features } }: ModelVersion): Readonly<Record<string, unknown>> {
  if (features === undefined) return {};
  const { tableVersion, holidaysSha256 } = features;
  return { features_version: tableVersion, ...(holidaysSha256 === null ? {} : { holidays_sha256: holidaysSha256 }) };
}

function optionsOf({ name, family, options }: TrialSummary['candidate']): Readonly<Record<string, string>> {
  const complete = { ...familyOf(family).complete(options), ...options };
  const named = Object.entries(complete).map(([option, value]) => [`option/${option}`, value] as const);
  return encodeStrings({ candidate: name, family, ...Object.fromEntries(named) });
}

function ranges(named: Readonly<Record<string, { start: string; end: string }>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, { start, end }]) => [
      [`${name}/start`, start],
      [`${name}/end`, end],
    ]),
  );
}

interface Measured {
  readonly crossValidation: CrossValidationMetrics;
  readonly folds: readonly FoldMetrics[];
}

function measure({ crossValidation, folds }: Measured, counts: Readonly<Record<string, number>>) {
  const all = [
    ...Object.entries(trackedNames('cv/', crossValidation)).map(([name, value]) => ({ name, value, step: 0 })),
    ...folds.flatMap(({ series, points, rmse, mae, coverage }, i) =>
      Object.entries({ series, points, rmse, mae, coverage }).map(([name, value]) => ({
        name: `fold/${name}`,
        value,
        step: i + 1,
      })),
    ),
    ...Object.entries(counts).map(([name, value]) => ({ name: `series/${name}`, value, step: 0 })),
  ];
  const isDefined = (metric: (typeof all)[number]): metric is TrackedMetric => metric.value !== null;
  const undefinedNames = all.filter((metric) => !isDefined(metric)).map(({ name }) => name);
  return { defined: all.filter(isDefined), undefinedNames: [...new Set(undefinedNames)] };
}

/** The data set's own tags are prefixed, so that none can pass for one of the platform's. */
function tagsOf(model: ModelVersion, origin: FinishedTraining['origin']): Record<string, string> {
  const { code, description, owner, intendedUse, tags } = model;
  return {
    ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [`dataset.${name}`, value])),
    recipe: recipeName(model),
    origin,
    artifact_sha256: model.artifactSha256,
    commit: code.commit,
    image: code.image,
    // One tag: a library's name may hold '@', which MLflow allows in no key.
    libraries: JSON.stringify(code.libraries),
    description,
    owner,
    intended_use: intendedUse,
  };
}
