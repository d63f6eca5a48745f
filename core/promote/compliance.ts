import { commitDoubt } from '../contracts/commit.ts';
import type { Dataset } from '../contracts/dataset.ts';
import { significant } from '../contracts/figures.ts';
import type { ForecastNotes } from '../contracts/forecast-notes.ts';
import type { ModelVersion } from '../contracts/model-version.ts';
import type { ComplianceCheck } from '../contracts/promotion.ts';
import type { UncommittedCode } from '../ports.ts';
import type { Way } from '../contracts/steps/promote.ts';
import { missingShare } from '../contracts/missing-series.ts';
import { missingText } from '../contracts/missing-text.ts';
import { implausibleTexts } from '../forecast/notes-text.ts';
import { inferAxis, moveInstant, parseDuration, periodAtOrBefore, subtractDuration } from '../series/time-axis.ts';
import { schemaDifferences } from './version-schema.ts';

/** What is known of a version when it asks for Production; the last three were found out by reading its artifact. */
export interface ComplianceFacts {
  readonly way: Way;
  readonly version: ModelVersion;
  readonly dataset: Dataset;
  /** What the platform says of code that is in no commit. */
  readonly uncommittedCode: UncommittedCode;
  /** The last period that any series of the data set has an observation in. */
  readonly lastObservation: string;
  readonly signature: { readonly valid: true } | { readonly refused: string };
  /** The artifact's forecasts against the recorded ones: how far apart the furthest value is, over how many rows. */
  readonly reproduction: { readonly maxDifference: number; readonly rows: number } | { readonly failed: string };
  /** What its fit found of its own forecasts; undefined where it was fitted by a release that did not ask. */
  readonly implausible: ForecastNotes['implausible'] | { readonly failed: string } | undefined;
}

interface Finding {
  readonly passes: boolean;
  readonly evidence: string;
}

const CHECKS: Readonly<Record<string, (facts: ComplianceFacts) => Finding>> = {
  description: ({ version }) => isRecorded(version.description),
  owner: ({ version }) => isRecorded(version.owner),
  'intended-use': ({ version }) => isRecorded(version.intendedUse),
  'required-tags': hasRequiredTags,
  schema: hasDatasetSchema,
  'training-age': isTrainedRecently,
  'training-window': learnedAsFarBack,
  'data-contract': keepsDataContract,
  libraries: recordsLibraries,
  commit: isMadeByCommittedCode,
  image: ({ version }) => isRecorded(version.code.image),
  signature: hasValidSignature,
  reproduction: reproducesForecasts,
  'delivered-series': forecastsWhatIsDelivered,
  'plausible-forecasts': forecastsPlausibly,
};

/**
 * What can be another with other data, or with another deployment; all else was asked when the recipe was promoted. Where a series grows, every refresh's forecasts leave what was
 * observed: those are told, and the guard holds them against the version in force.
 */
const CHECKS_OF_A_REFRESH: ReadonlySet<string> = new Set([
  'schema',
  'training-age',
  'training-window',
  'data-contract',
  'commit',
  'signature',
  'reproduction',
  'delivered-series',
]);

/** Every check's outcome, always the same checks of a way in the same order. A check that throws refuses. */
export function checkCompliance(facts: ComplianceFacts): readonly ComplianceCheck[] {
  const asked = Object.entries(CHECKS).filter(([check]) => facts.way !== 'refresh' || CHECKS_OF_A_REFRESH.has(check));
  return asked.map(([check, find]) => {
    const { passes, evidence } = findingOf(find, facts);
    return { check, outcome: passes ? 'pass' : 'refuse', evidence };
  });
}

function findingOf(find: (facts: ComplianceFacts) => Finding, facts: ComplianceFacts): Finding {
  try {
    return find(facts);
  } catch (error) {
    return { passes: false, evidence: `cannot be checked: ${String(error)}` };
  }
}

function isRecorded(text: string): Finding {
  return isBlank(text) ? { passes: false, evidence: 'is not recorded' } : { passes: true, evidence: text };
}

/** Whoever asks later what made a version can look only at what was committed. */
function isMadeByCommittedCode({ version, uncommittedCode }: ComplianceFacts): Finding {
  const { commit } = version.code;
  if (isBlank(commit)) return isRecorded(commit);
  const doubt = commitDoubt(commit);
  if (doubt === undefined) return { passes: true, evidence: commit };
  const hint = 'commit, deploy the commit, and train again';
  return {
    passes: uncommittedCode === 'allowed',
    evidence: `${commit}: ${doubt}${uncommittedCode === 'allowed' ? '' : `; allowed: a commit; hint: ${hint}`}`,
  };
}

function hasRequiredTags({ version: { tags }, dataset }: ComplianceFacts): Finding {
  const required = dataset.promotion.requiredTags;
  const missing = required.filter((tag) => !Object.hasOwn(tags, tag) || isBlank(tags[tag]));
  if (missing.length > 0) return { passes: false, evidence: `missing or blank: ${missing.join(', ')}` };
  return { passes: true, evidence: required.map((tag) => `${tag}=${tags[tag]}`).join(', ') || 'none are required' };
}

function hasDatasetSchema({ version, dataset }: ComplianceFacts): Finding {
  const differences = schemaDifferences(version, dataset);
  return { passes: differences.length === 0, evidence: differences.join('; ') || "matches the data set's" };
}

function isTrainedRecently({ version, dataset, lastObservation }: ComplianceFacts): Finding {
  const { maxTrainingAge } = dataset.promotion;
  const { end } = version.training.window;
  const axis = inferAxis(dataset.frequency, Date.parse(lastObservation));
  const outdatedAfterMs = moveInstant(axis, Date.parse(end), parseDuration(maxTrainingAge));
  return {
    passes: Date.parse(lastObservation) <= outdatedAfterMs,
    evidence: `trained up to ${end}, last observation ${lastObservation}, allowed: ${maxTrainingAge}`,
  };
}

/** Lengths in months and years are some days more or less, by where they lie. */
const LEAST_SHARE_OF_LENGTH = 0.95;

/** What cross-validation and gates have seen is a recipe that learns as far back as it says: fitted to less, it is another model. */
function learnedAsFarBack({ version: { recipe, training }, dataset }: ComplianceFacts): Finding {
  const { start, end } = training.window;
  const axis = inferAxis(dataset.frequency, Date.parse(end));
  const last = periodAtOrBefore(axis, Date.parse(end));
  const length = last - periodAtOrBefore(axis, Date.parse(start)) + 1;
  const asked = last - subtractDuration(axis, last, parseDuration(recipe.trainingLength));
  const least = Math.floor(LEAST_SHARE_OF_LENGTH * asked);
  const hint = `train up to ${end} without a range of its own`;
  return {
    passes: length >= least,
    evidence: `learned from ${start} to ${end}, ${length} periods, allowed: at least ${least} (${recipe.trainingLength} are ${asked})${length >= least ? '' : `; hint: ${hint}`}`,
  };
}

function keepsDataContract({ version: { contract }, dataset }: ComplianceFacts): Finding {
  // The stricter of what held at training and what holds now.
  const allowed = Math.min(contract.maxQuarantineShare, dataset.contract.maxQuarantineShare);
  return {
    passes: contract.quarantinedShare <= allowed,
    evidence: `share of training rows quarantined: ${contract.quarantinedShare}, allowed: ${allowed}`,
  };
}

function recordsLibraries({ version }: ComplianceFacts): Finding {
  const libraries = Object.entries(version.code.libraries);
  const unversioned = libraries.filter(([, number]) => isBlank(number)).map(([name]) => name);
  if (libraries.length === 0) return { passes: false, evidence: 'none is recorded' };
  if (unversioned.length > 0) return { passes: false, evidence: `without a version: ${unversioned.join(', ')}` };
  return { passes: true, evidence: libraries.map(([name, number]) => `${name} ${number}`).join(', ') };
}

function hasValidSignature({ signature }: ComplianceFacts): Finding {
  if ('refused' in signature) return { passes: false, evidence: signature.refused };
  return { passes: signature.valid, evidence: 'the signature, the files and the registry entry match' };
}

/** To the last bit: the same artifact and the same code give the same numbers, so any difference means that one of them is another. */
function reproducesForecasts({ reproduction }: ComplianceFacts): Finding {
  if ('failed' in reproduction) return { passes: false, evidence: reproduction.failed };
  const { maxDifference, rows } = reproduction;
  return {
    passes: maxDifference === 0 && rows > 0,
    evidence: `largest difference from the recorded forecasts: ${maxDifference}, on ${rows} rows`,
  };
}

/**
 * Every delivered series is forecast, or is named. A share of them refuses only where nothing is in Production: the gate of a changed recipe asks what is
 * lost, the guard of a refresh too, and a series that fell silent must not keep the others from being forecast.
 */
function forecastsWhatIsDelivered({ version: { missing }, dataset, way }: ComplianceFacts): Finding {
  if (missing === undefined) return { passes: true, evidence: 'was not asked when the version was fitted' };
  const { maxMissingSeriesShare: allowed } = dataset.promotion;
  const limit = way === 'first' ? `; allowed: a share of ${allowed}` : '';
  return {
    passes: way !== 'first' || missingShare(missing) <= allowed,
    evidence: `${missingText(missing)}${missing.inAll === 0 ? '' : limit}`,
  };
}

/** Few series of a large panel may do as they like, and are told: as many as may fail in training. */
function forecastsPlausibly({ implausible, version, dataset }: ComplianceFacts): Finding {
  if (implausible === undefined) return { passes: true, evidence: 'was not asked when the version was fitted' };
  if ('failed' in implausible) return { passes: false, evidence: implausible.failed };
  const allowed = `${significant(dataset.contract.maxBeyondObserved)} times its range`;
  const share = (implausible.forecasts?.series ?? 0) / version.seriesTrained;
  const found = implausibleTexts(implausible);
  const evidence =
    found.length === 0 ? `no series leaves what was observed of it by more than ${allowed}` : found.join('; ');
  return {
    passes: share <= dataset.maxFailedSeriesShare,
    evidence:
      found.length === 0
        ? evidence
        : `${evidence}; allowed: ${allowed}, in a share of ${dataset.maxFailedSeriesShare} of the series`,
  };
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}
