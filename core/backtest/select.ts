import type { Dataset } from '../contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { figure } from '../contracts/figures.ts';
import type { Trial } from '../contracts/model-version.ts';

/** What selection looks at. */
export type ScoredCandidate = Pick<Trial, 'candidate' | 'crossValidation'>;
export type SelectionMetric = Dataset['selectionMetric'];

export interface Choice<Scored> {
  readonly chosen: Scored;
  /** One sentence for the person who reads the run. */
  readonly reason: string;
}

/**
 * The candidate with the lowest metric in cross-validation; of equals, the earlier one. Where a seasonal naive is a candidate
 * it is the floor, of several the best one: what is not better than it is not worth running. A candidate without the metric is never chosen.
 *
 * @throws NoCandidateQualified when none has the metric
 */
export function chooseBest<Scored extends ScoredCandidate>(
  candidates: readonly Scored[],
  metric: SelectionMetric,
): Choice<Scored> {
  const scored = candidates.flatMap((candidate) => {
    const error = candidate.crossValidation[metric];
    return error === null ? [] : [{ candidate, error }];
  });
  if (scored.length === 0) throw noneQualified(candidates, metric);
  const ascending = [...scored].sort((a, b) => a.error - b.error);
  const [best] = ascending;
  const naive = ascending.find(({ candidate }) => candidate.candidate.family === 'seasonal-naive');
  const { name } = best.candidate.candidate;
  const lowest = `${name} has the lowest ${metric} in cross-validation, ${format(best.error)}`;
  if (naive === undefined) return { chosen: best.candidate, reason: `${lowest}; no seasonal naive was compared` };
  if (best.error < naive.error) {
    const share = Math.round((best.error / naive.error) * 100);
    const reason = `${lowest}: ${share} % of the ${format(naive.error)} of ${naive.candidate.candidate.name}`;
    return { chosen: best.candidate, reason };
  }
  const floor = `${naive.candidate.candidate.name}, the seasonal naive`;
  return {
    chosen: naive.candidate,
    reason: `no candidate has a lower ${metric} than ${floor}, ${format(naive.error)}`,
  };
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
