import type { Dataset } from '../contracts/dataset.ts';
import { figure, plural, significantPercent } from '../contracts/figures.ts';
import type { CrossValidationMetrics } from '../contracts/metrics.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { Trial } from '../contracts/model-version.ts';
import type { Yardstick } from '../contracts/recipe.ts';

/** What selection looks at. */
export type ScoredCandidate = Pick<Trial, 'candidate' | 'crossValidation'>;
export type SelectionMetric = Dataset['selectionMetric'];

export interface Choice<Scored> {
  readonly chosen: Scored;
  /** One sentence for the person who reads the run. */
  readonly reason: string;
}

/** What everything is measured by, in the same cross-validation: often it is no candidate itself. */
export type MeasuringNaive = Pick<Yardstick, 'name'> & Pick<Trial, 'crossValidation'>;

/** Of the data set, and what the reason names, with its lag: the candidates' own naives may look at another weekday. */
export interface Selecting {
  readonly metric: SelectionMetric;
  readonly minScoredShare: number;
  readonly crossValidation: Pick<Dataset['crossValidation'], 'initial' | 'horizon'>;
  readonly yardstick: MeasuringNaive;
}

/**
 * The lowest candidate in cross-validation, of those that the policy lets qualify: an error of two series says nothing of twelve.
 *
 * @throws NoCandidateQualified
 */
export function chooseBest<Scored extends ScoredCandidate>(
  candidates: readonly Scored[],
  selecting: Selecting,
): Choice<Scored> {
  const { metric, minScoredShare, yardstick } = selecting;
  const known = candidates.filter(({ crossValidation }) => scoredShare(crossValidation) >= minScoredShare);
  const lowest = chooseLowest(known, metric);
  if (lowest === undefined) throw noneQualified(candidates, selecting);
  const { chosen, error, isFloor } = lowest;
  const { name } = chosen.candidate;
  const measured = `${figure(error)}${comparedWith(yardstick, metric, error)}`;
  const reason = isFloor
    ? `no candidate has a lower ${metric} than ${name}, a seasonal naive, ${measured}`
    : `${name} has the lowest ${metric} in cross-validation, ${measured}`;
  const left = candidates.filter((one) => !known.includes(one)).map(scoredText);
  return { chosen, reason: [reason, ...left.map((text) => `not considered: ${text}`)].join('; ') };
}

interface Lowest<Scored> {
  readonly chosen: Scored;
  readonly error: number;
  /** Whether it is a naive that nobody is better than. */
  readonly isFloor: boolean;
}

/**
 * The candidate with the lowest metric; of equals, the earlier one. Where a seasonal naive is a candidate it is the floor, of several the
 * best one: what is not better than it is not worth running.
 *
 * @returns undefined where none has the metric
 */
export function chooseLowest<Scored extends ScoredCandidate>(
  candidates: readonly Scored[],
  metric: SelectionMetric,
): Lowest<Scored> | undefined {
  const scored = candidates.flatMap((candidate) => {
    const error = candidate.crossValidation[metric];
    return error === null ? [] : [{ candidate, error }];
  });
  const ascending = [...scored].sort((a, b) => a.error - b.error);
  const [best] = ascending;
  if (best === undefined) return undefined;
  const naive = ascending.find(({ candidate }) => candidate.candidate.family === 'seasonal-naive');
  const isFloor = naive !== undefined && best.error >= naive.error;
  const { candidate: chosen, error } = isFloor ? naive : best;
  return { chosen, error, isFloor };
}

function comparedWith({ name, crossValidation }: MeasuringNaive, metric: SelectionMetric, error: number): string {
  const naive = crossValidation[metric];
  if (naive === null) return '; no seasonal naive was compared';
  if (naive === 0) return `; the error of the ${name} is 0`;
  return `: ${Math.round((error / naive) * 100)} % of the ${figure(naive)} of the ${name}`;
}

/** 1 where nobody has counted. */
function scoredShare({ seriesScored, seriesInAll }: CrossValidationMetrics): number {
  return seriesScored === undefined || seriesInAll === undefined || seriesInAll === 0 ? 1 : seriesScored / seriesInAll;
}

function scoredText({ candidate: { name }, crossValidation }: ScoredCandidate): string {
  const { folds, seriesScored, seriesInAll } = crossValidation;
  const of =
    seriesScored === undefined ? '' : `, ${seriesScored} of ${plural(seriesInAll ?? 0, 'series', 'series')} scored`;
  return `${name}: ${plural(folds, 'fold')}${of}`;
}

function noneQualified(candidates: readonly ScoredCandidate[], selecting: Selecting): PlatformError {
  const { metric, minScoredShare, crossValidation } = selecting;
  const { initial, horizon } = crossValidation;
  const got = candidates.map(scoredText);
  const qualified = (problem: string, hint: string) =>
    new PlatformError(ERROR_NAMES.noCandidateQualified, { problem, got, hint });
  if (candidates.every((one) => one.crossValidation.folds === 0)) {
    return qualified(
      `no candidate has a cross-validated ${metric}: there is no fold`,
      `the training data are shorter than initial (${initial}) and horizon (${horizon}) of cross-validation together: shorten these, or train on more; ` +
        'or no candidate can be fitted to so few observations',
    );
  }
  if (candidates.some(({ crossValidation: found }) => found[metric] !== null)) {
    const most = Math.max(...candidates.map((one) => scoredShare(one.crossValidation)));
    return qualified(
      `no candidate was cross-validated on enough of the series: on ${significantPercent(most)} at most, where promotion.minScoredShare wants ${significantPercent(minScoredShare)}`,
      `a series is scored where it has rows before a cutoff and within ${horizon} behind it: a shorter horizon reaches more of them, as does a candidate that needs fewer observations; ` +
        'or lower minScoredShare, where what was scored stands for the rest',
    );
  }
  return qualified(
    `no candidate has a cross-validated ${metric}`,
    UNDEFINED[metric] ?? 'choose another selectionMetric',
  );
}

const ZEROS = 'every actual value behind a cutoff is 0, and an error is no share of 0: choose another selectionMetric';

/** Why the data leave a metric undefined. */
const UNDEFINED: Readonly<Partial<Record<SelectionMetric, string>>> = {
  mase: "every series is constant: the naive's error is 0, and an error is no multiple of 0: choose another selectionMetric",
  mape: ZEROS,
  mdape: ZEROS,
};
