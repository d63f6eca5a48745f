import type { Candidate, Dataset } from '../contracts/dataset.ts';
import { NAIVE_LAGS } from '../contracts/seasons.ts';

const NAIVE = 'seasonal-naive';

/** How far back a seasonal naive looks; undefined for any other family. */
export function lagOf(
  { family, options }: Candidate,
  { seasonLength }: Pick<Dataset, 'seasonLength'>,
): number | undefined {
  if (family !== NAIVE) return undefined;
  return typeof options.lag === 'number' ? options.lag : seasonLength;
}

/** One a lag that the frequency's yardstick may have, to be fitted as a recipe of its own. */
export function naiveCandidates({ frequency }: Pick<Dataset, 'frequency'>): readonly Candidate[] {
  return NAIVE_LAGS[frequency].map((lag) => ({ name: `${NAIVE}-${lag}`, family: NAIVE, options: { lag } }));
}

/** The naives of the frequency's lags that are no candidates themselves: tried for their errors alone, since the best naive of all is the yardstick. */
export function yardstickCandidates(dataset: Dataset): readonly Candidate[] {
  const lags = new Set(dataset.candidates.map((candidate) => lagOf(candidate, dataset)));
  return NAIVE_LAGS[dataset.frequency]
    .filter((lag) => !lags.has(lag))
    .map((lag) => ({ name: `yardstick-${lag}`, family: NAIVE, options: { lag } }));
}
