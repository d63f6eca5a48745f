import type { Dataset } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { addDuration, parseDuration } from '../series/time-axis.ts';
import { formatPeriodRange, periodRange } from './ds-column.ts';
import { encodeTrainingParameters } from './training-parameters.ts';

/** The stretch right after a training window, as long as the data set's evaluation. */
export function rangeAfter(axis: TimeAxis, training: DateRange, evaluation: Dataset['evaluation']): DateRange {
  const first = periodRange(axis, training).last + 1;
  const end = addDuration(axis, first, parseDuration(evaluation.length));
  return formatPeriodRange(axis, { first, last: end - 1 });
}

/** One job a candidate: its name and the hyperparameters that it runs with. */
export function planJobs(dataset: Dataset, training: DateRange, forecast: DateRange) {
  const { seasonLength, seed, level, frequency, crossValidation, maxFailedSeriesShare } = dataset;
  const common = { seasonLength, seed, level, frequency, crossValidation, maxFailedSeriesShare, training, forecast };
  return dataset.candidates.map((candidate) => ({
    candidate: candidate.name,
    hyperparameters: encodeTrainingParameters({ ...common, candidate }),
  }));
}
