import { missingText, simplestText } from '../../core/contracts/missing-text.ts';
import { scoredText } from '../../core/contracts/scored-text.ts';
import type { CrossValidationMetrics } from '../../core/contracts/metrics.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { figure, levelPercent, NAIVE_ERRS_NOWHERE, percent } from '../../core/contracts/figures.ts';
import { describeIgnored, describeKnown, recipeName } from '../../core/train/recipe.ts';
import { instant, type StagedVersion } from './versions.ts';

/** What people want to know of a version, in the order in which they ask: label -> text. */
export type Facts = Readonly<Record<string, string>>;

export function factsOf({ version, stage }: StagedVersion): Facts {
  const { recipe, selection, training, schema, contract, code } = version;
  return {
    stage,
    description: version.description,
    owner: version.owner,
    'intended use': version.intendedUse,
    tags: pairs(version.tags),
    recipe: `${recipeName(version)}, by ${recipe.selectionMetric}, season ${recipe.seasonLength}, trained on ${recipe.trainingLength}`,
    'fitted as': version.refreshOf === null ? 'selection' : `refresh of version ${version.refreshOf}`,
    selection: `run ${selection.runId}, as of ${selection.asOf}`,
    choice: `${selection.chosen}: ${selection.reason}`,
    yardstick: selection.yardstick.name,
    ...metricsOf(version.crossValidation),
    series: `${version.seriesTrained} trained, ${version.seriesFailed} failed`,
    ...leftOut(version),
    'trained on': range(training.window),
    'data version': `${training.tableVersion} of ${training.table}`,
    ...knownAhead(version),
    'refused by contract': `${percent(contract.quarantinedShare)} (at most ${percent(contract.maxQuarantineShare)})`,
    forecasts: `${range(version.forecast)}, ${levels([schema.level, ...schema.furtherLevels])}`,
    reads: `${schema.features.join(', ')} by ${schema.frequency}`,
    gives: `${schema.target}: ${pairs(schema.output)}`,
    artifact: version.artifactUri,
    sha256: version.artifactSha256,
    run: version.runId,
    registered: instant(version.registeredAtMs),
    commit: code.commit,
    image: code.image,
    libraries: pairs(code.libraries),
  };
}

/** Absent where a release before 0.2.0 registered the version. */
function leftOut({ missing, simplest }: ModelVersion): Facts {
  const forecast = simplestText(simplest);
  return {
    ...(missing === undefined ? {} : { delivered: missingText(missing) }),
    ...(forecast === undefined ? {} : { 'last value': forecast }),
  };
}

function knownAhead(version: ModelVersion): Facts {
  const [known, ignored] = [describeKnown(version), describeIgnored(version)];
  return {
    ...(known === undefined ? {} : { 'known ahead': known }),
    ...(ignored === undefined ? {} : { 'not learned from': ignored }),
  };
}

function levels(all: readonly number[]): string {
  return `intervals of ${all.map((level) => levelPercent(level)).join(', ')}`;
}

/** Why the data leave a metric undefined, where there were folds. */
const UNDEFINED: Readonly<Record<string, string>> = {
  mase: `${NAIVE_ERRS_NOWHERE} in training, or there is none`,
  mape: 'every actual is 0',
  mdape: 'every actual is 0',
};

function metricsOf(crossValidation: CrossValidationMetrics): Facts {
  const { folds, coverage, seriesScored, seriesInAll, pointsScored, pointsInAll, ...errors } = crossValidation;
  const scored = { seriesScored, seriesInAll, pointsScored, pointsInAll };
  const cells = Object.entries(errors).map(([name, value]) => {
    const why = value === null && folds > 0 && Object.hasOwn(UNDEFINED, name) ? `: ${UNDEFINED[name]}` : '';
    return [`cv ${name}`, `${figure(value)}${why}`];
  });
  return {
    ...Object.fromEntries(cells),
    'cv coverage': percent(coverage),
    'cv folds': String(folds),
    'cv scored': scoredText(scored),
  };
}

function range({ start, end }: DateRange): string {
  return `${start}..${end}`;
}

function pairs(record: Readonly<Record<string, string>>): string {
  return Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
