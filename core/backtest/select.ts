import type { Dataset } from '../contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { figure } from '../contracts/figures.ts';
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

/**
 * The candidate with the lowest metric in cross-validation; of equals, the earlier one. Where a seasonal naive is a candidate
 * it is the floor, of several the best one: what is not better than it is not worth running. A candidate without the metric is never chosen.
 *
 * @param yardstick what the reason names, with its lag: the candidates' own naives may look at another weekday
 * @throws NoCandidateQualified when none has the metric
 */
export function chooseBest<Scored extends ScoredCandidate>(
  candidates: readonly Scored[],
  metric: SelectionMetric,
  yardstick: MeasuringNaive,
): Choice<Scored> {
  const { candidate, error, isFloor } = lowest(candidates, metric);
  const { name } = candidate.candidate;
  const measured = `${format(error)}${comparedWith(yardstick, metric, error)}`;
  const reason = isFloor
    ? `no candidate has a lower ${metric} than ${name}, a seasonal naive, ${measured}`
    : `${name} has the lowest ${metric} in cross-validation, ${measured}`;
  return { chosen: candidate, reason };
}

/** As chooseBest, for who needs no reason. @returns `isFloor`: nothing is better than the seasonal naive that it is */
export function lowest<Scored extends ScoredCandidate>(candidates: readonly Scored[], metric: SelectionMetric) {
  const scored = candidates.flatMap((candidate) => {
    const error = candidate.crossValidation[metric];
    return error === null ? [] : [{ candidate, error }];
  });
  if (scored.length === 0) throw noneQualified(candidates, metric);
  const ascending = [...scored].sort((a, b) => a.error - b.error);
  const [best] = ascending;
  const naive = ascending.find(({ candidate }) => candidate.candidate.family === 'seasonal-naive');
  return naive === undefined || best.error < naive.error ? { ...best, isFloor: false } : { ...naive, isFloor: true };
}

function comparedWith({ name, crossValidation }: MeasuringNaive, metric: SelectionMetric, error: number): string {
  const naive = crossValidation[metric];
  if (naive === null) return '; no seasonal naive was compared';
  if (naive === 0) return `; the error of the ${name} is 0`;
  return `: ${Math.round((error / naive) * 100)} % of the ${format(naive)} of the ${name}`;
}

function format(error: number): string {
  return figure(error);
}

function noneQualified(candidates: readonly ScoredCandidate[], metric: SelectionMetric): PlatformError {
  return new PlatformError(ERROR_NAMES.noCandidateQualified, {
    problem: `no candidate has a cross-validated ${metric}`,
    got: candidates.map(({ candidate, crossValidation }) => `${candidate.name}: ${crossValidation.folds} folds`),
    hint: 'with 0 folds, the series are shorter than initial and horizon together; with more, the data leave the metric undefined',
  });
}
