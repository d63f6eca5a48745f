import type { Candidate, Dataset } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { addDuration, type Duration, parseDuration, parsePeriod } from '../series/time-axis.ts';
import { familyOf } from '../models/families.ts';
import { formatPeriodRange } from '../series/period-range.ts';
import { encodeTrainingParameters } from './training-parameters.ts';

/** A horizon in years has the same number of steps whichever years it falls on: 365 days, as the field counts it. */
const DAYS_IN_A_YEAR = 365;

/** The horizon: as long as the data set's evaluation, from the period after the last observation. */
export function horizonAfter(axis: TimeAxis, lastObservation: string, evaluation: Dataset['evaluation']): DateRange {
  const first = parsePeriod(axis, lastObservation) + 1;
  return formatPeriodRange(axis, { first, last: addDuration(axis, first, stepsOf(axis, evaluation)) - 1 });
}

function stepsOf({ frequency }: TimeAxis, { length }: Dataset['evaluation']): Duration {
  const { amount, unit } = parseDuration(length);
  const inDays = unit === 'y' && (frequency === 'day' || frequency === 'hour');
  return inDays ? { amount: amount * DAYS_IN_A_YEAR, unit: 'd' } : { amount, unit };
}

/** The training window and the periods that its model forecasts. */
export interface TrainingSlice {
  readonly training: DateRange;
  readonly forecast: DateRange;
}

/**
 * One job a candidate: its name and the hyperparameters that it runs with.
 *
 * @throws ModelOptionInvalid for a family that there is not, before any job starts
 */
export function planJobs(dataset: Dataset, slice: TrainingSlice) {
  for (const { family } of dataset.candidates) familyOf(family);
  return dataset.candidates.map((candidate) => ({
    candidate: candidate.name,
    hyperparameters: trainingHyperparameters(dataset, candidate, slice),
  }));
}

/** The hyperparameters that fit one candidate's recipe on a slice. */
export function trainingHyperparameters(
  dataset: Dataset,
  candidate: Candidate,
  slice: TrainingSlice,
): Record<string, string> {
  const { seasonLength, seed, level, frequency, crossValidation, maxFailedSeriesShare } = dataset;
  const common = { seasonLength, seed, level, frequency, crossValidation, maxFailedSeriesShare };
  return encodeTrainingParameters({ ...common, ...slice, candidate });
}
