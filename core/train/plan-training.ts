import type { FitPlan } from '../blend/fit-plan.ts';
import type { Candidate, Dataset } from '../contracts/dataset.ts';
import type { DateRange } from '../contracts/date-range.ts';
import type { Selection } from '../contracts/model-version.ts';
import type { Recipe } from '../contracts/recipe.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { addDuration, type Duration, parseDuration, parsePeriod } from '../series/time-axis.ts';
import { familyOf } from '../models/families.ts';
import { formatPeriodRange } from '../series/period-range.ts';
import {
  encodeFitParameters,
  encodeTrialParameters,
  type FitParameters,
  type KnownRegressors,
} from './training-parameters.ts';

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
  /** What of the window is not learned from. */
  readonly setAside?: readonly DateRange[];
  /** undefined where none is known ahead. */
  readonly regressors?: KnownRegressors | undefined;
  /** Of the list of the series' files. */
  readonly seriesSha256?: string | undefined;
}

/** The known-future columns of a data set or a recipe as whoever has seen the data up to a period knows them. */
export function regressorsAsOf(
  { regressors = [] }: { readonly regressors?: string[] | undefined },
  asOf: string,
): KnownRegressors | undefined {
  return regressors.length === 0 ? undefined : { names: regressors, asOf };
}

export interface Tried {
  readonly candidates: readonly Candidate[];
  /** What is only measured by: its points are of no use to anybody. */
  readonly yardsticks?: readonly Candidate[];
}

/**
 * One job a candidate in cross-validation: its name and the hyperparameters that it runs with.
 *
 * @throws ModelOptionInvalid for a family that there is not, before any job starts
 */
export function planTrials(dataset: Dataset, { candidates, yardsticks = [] }: Tried, slice: TrainingSlice) {
  const tried = [...candidates, ...yardsticks];
  // Whoever needs fewest would else be held against the rows that are hardest, the first ones of a series, alone.
  const leastObservations = Math.max(...tried.map(({ family }) => familyOf(family).leastObservations));
  const { seasonLength, seed, level, frequency, crossValidation } = dataset;
  const { regressors, ...common } = {
    seasonLength,
    seed,
    level,
    frequency,
    crossValidation,
    leastObservations,
    ...slice,
  };
  return tried.map((candidate, at) => {
    const known = familyOf(candidate.family).learnsFrom.includes('regressors') ? { regressors } : {};
    const leaves = at < candidates.length ? 'points' : 'errors';
    const parameters = { ...common, ...known, bounds: boundsOf(dataset), candidate, leaves } as const;
    return { candidate: candidate.name, hyperparameters: encodeTrialParameters(parameters) };
  });
}

/** The hyperparameters of a fit; all else stands in its plan, whose hash is added where it is written down. */
export function fitHyperparameters(
  { frequency, seed, maxFailedSeriesShare }: Dataset,
  slice: TrainingSlice & Pick<FitParameters, 'planSha256'>,
): Record<string, string> {
  return encodeFitParameters({ frequency, seed, maxFailedSeriesShare, ...slice });
}

/** What earlier runs left for a fit: keys, and what was learned. */
export interface FitMemory extends Pick<FitPlan, 'points' | 'looks' | 'share' | 'incumbent'> {
  /** What the selection chose by is not all known to the fit. */
  readonly choosesAnew?: boolean;
}

/** What is fitted, and the selection whose points its weights are made of. */
export interface FittedRecipe {
  readonly recipe: Recipe;
  readonly selection: Selection;
}

export function planFit(dataset: Dataset, { recipe, selection }: FittedRecipe, memory: FitMemory): FitPlan {
  const { choosesAnew = false, ...known } = memory;
  return {
    recipe,
    yardstick: selection.yardstick,
    chosen: choosesAnew ? null : selection.chosen,
    cadence: dataset.monitoring.cadence,
    bounds: boundsOf(dataset),
    maxBeyondObserved: dataset.contract.maxBeyondObserved,
    ...known,
  };
}

function boundsOf({ contract: { min, max } }: Dataset): FitPlan['bounds'] {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
