import type { SeriesErrors } from '../backtest/error-sums.ts';
import { maseScale } from '../backtest/metrics.ts';
import type { SeriesPoints } from '../backtest/series-points.ts';
import { blendedErrors } from '../blend/blended-errors.ts';
import { blendedPoints } from '../blend/blended-points.ts';
import { calibrate } from '../blend/calibrate.ts';
import type { ByCandidate } from '../blend/errors.ts';
import { addNotes, NO_NOTES, notesOf } from '../blend/forecast-notes.ts';
import type { Squares } from '../blend/guard.ts';
import type { SeriesLooks } from '../blend/looks.ts';
import { pointErrors, seriesPointErrors } from '../blend/point-errors.ts';
import {
  type BlendedForecast,
  forecastBlender,
  recipeForecaster,
  type RecipeHeader,
} from '../blend/recipe-forecaster.ts';
import { recipeModels } from '../blend/recipe-models.ts';
import { shareOf, type WeighedErrors, weighSeries } from '../blend/weigh-series.ts';
import type { ForecastNotes } from '../contracts/forecast-notes.ts';
import type { DateRange } from '../contracts/date-range.ts';
import type { RowBatch } from '../contracts/table-schema.ts';
import { SeriesUnfit } from '../models/family.ts';
import { forecastColumns, type Horizon } from '../models/forecast-columns.ts';
import { lastValueState } from '../models/last-value.ts';
import { encodeSeriesModel, lineRegressors, type SeriesModel } from '../models/model-file.ts';
import { allFinite, rangeOf } from '../models/typed-arrays.ts';
import { neverObserved, occurring } from '../series/never-observed.ts';
import { periodRange, periodsOf } from '../series/period-range.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import { SeasonalDifferences } from '../series/seasonal-differences.ts';
import { seasonalProfiler, seasonParts } from '../series/seasonal-profile.ts';
import type { Series } from '../series/series.ts';
import { failureReason } from './failure-reason.ts';
import { fitMembers, naiveState } from './fit-members.ts';
import { type Incumbent, incumbentGuard } from './incumbent-guard.ts';
import { silentSince } from './silence.ts';
import { withoutMembers } from './simplest.ts';
import type { FailedSeries } from './training-summary.ts';

/** What all series of a fit share. Plain data. */
export interface FitSetup {
  readonly header: RecipeHeader;
  /** The horizon. */
  readonly forecast: DateRange;
  readonly panel: WeighedErrors;
  /** null where there is nothing to be guarded against. */
  readonly incumbent: Incumbent | null;
  readonly maxBeyondObserved: number;
}

/** One series, and everything that was learned of it before. */
export interface SeriesToFit {
  readonly series: Series;
  /** By candidate; none later than the end of training. */
  readonly points: ByCandidate<SeriesPoints | undefined>;
  readonly looks: SeriesLooks;
  /** The incumbent's line of the model file. */
  readonly incumbent: string | undefined;
}

export interface FittedSeries {
  readonly uniqueId: string;
  /** Of the blend at the points, and the squares of those up to the next look. */
  readonly errors: SeriesErrors;
  readonly near: Squares;
  /** From the incumbent's forecast to this one. */
  readonly moved: Squares;
  readonly isKept: boolean;
  readonly isFitted: ByCandidate<boolean>;
  readonly weights: ByCandidate<number>;
  /** -1 where no candidate could be fitted; then `unfit` has everybody's reason, and the last value forecasts. */
  readonly choice: number;
  readonly unfit: string | undefined;
  /** Whether the last value forecasts, and its rows do not say how far off it may be. */
  readonly isWithoutWidth: boolean;
}

/** Plain data, so that a worker thread can send it; all in the order of the series. */
export interface FittedBlock {
  readonly fitted: readonly FittedSeries[];
  /** Of the model file. */
  readonly lines: readonly string[];
  readonly forecasts: RowBatch;
  readonly notes: ForecastNotes;
  readonly failed: readonly FailedSeries[];
  /** Those that no longer deliver, failed or not. */
  readonly silent: readonly SilentSeries[];
}

export interface SilentSeries {
  readonly uniqueId: string;
  /** Period number of the last observation. */
  readonly since: number;
}

/**
 * Fits the recipe on series one by one: every candidate, their weights, the intervals' scales; and forecasts the horizon. A series that no
 * candidate can be fitted to is forecast by its last value; one that has no finite forecast at all fails with its reason, and the others go on.
 *
 * @throws ModelOptionInvalid
 */
export function seriesFitter(setup: FitSetup): (block: readonly SeriesToFit[]) => FittedBlock {
  const { recipe, frequency, phase, training } = setup.header;
  const axis = { frequency, phase };
  const horizon = {
    axis,
    cutoff: periodRange(axis, training).last,
    periods: periodsOf(periodRange(axis, setup.forecast)),
    furtherLevels: recipe.furtherLevels,
  };
  const fitOne = oneSeriesFitter(setup, horizon);
  const panel = { last: horizon.cutoff, cadencePeriods: setup.header.nearPeriods };
  return (block) => {
    const failed: FailedSeries[] = [];
    const done = block.flatMap((one) => {
      try {
        return [fitOne(one)];
      } catch (error) {
        failed.push({ uniqueId: one.series.uniqueId, reason: failureReason(error) });
        return [];
      }
    });
    const forecasts = forecastColumns(
      horizon,
      done.map(({ forecast }) => forecast),
    );
    const notes = done.map((one) => one.notes).reduce(addNotes, NO_NOTES);
    return {
      fitted: done.map(({ fitted }) => fitted),
      lines: done.map(({ line }) => line),
      forecasts,
      notes,
      failed,
      silent: silentIn(block, panel),
    };
  };
}

function silentIn(block: readonly SeriesToFit[], panel: Parameters<typeof silentSince>[1]): readonly SilentSeries[] {
  return block.flatMap(({ series: { uniqueId, ds } }) => {
    const since = silentSince(ds, panel);
    return since === undefined ? [] : [{ uniqueId, since }];
  });
}

function oneSeriesFitter({ header, panel, incumbent, maxBeyondObserved }: FitSetup, horizon: Horizon) {
  const { recipe, yardstick, seed, nearPeriods } = header;
  const models = recipeModels(recipe, yardstick, { axis: horizon.axis, seed });
  const blend = forecastBlender(header, models);
  const forecastOf = recipeForecaster(header, models);
  const guard = incumbentGuard(incumbent, { ...horizon, header, forecastOf });
  const place = recipe.candidates.findIndex(({ name }) => name === header.chosen);
  const chosen = recipe.kind === 'choice' && place >= 0 ? place : undefined;
  const share = shareOf(recipe.kind, header.share.average);
  const levels: readonly [number, ...number[]] = [recipe.level, ...recipe.furtherLevels];
  const setting = { ...header, seasonLength: recipe.seasonLength, levels };

  const windowOf = windowReader(header, horizon.axis);
  const alone = withoutMembers(recipe.candidates.length, setting.levels);
  const learn = blendLearner(panel, { ...setting, chosen, share });

  return ({ series, points, looks, incumbent: line }: SeriesToFit) => {
    const unobserved = neverObserved(series.ds, horizon.axis, horizon.cutoff);
    const periods = occurring(horizon.periods, horizon.axis, unobserved);
    const { states, forecasts, unfit } = fitMembers(series, { recipe, models, periods });
    const isFitted = states.map((state) => state !== null);
    const learned = unfit === undefined ? learn({ series, points, looks }, isFitted) : alone;
    const { weights, choice, size, blended, calibration } = learned;
    const phase = series.phase === horizon.axis.phase ? undefined : series.phase;
    const own = { uniqueId: series.uniqueId, phase, last: series.ds[series.ds.length - 1], states, weights, choice };
    const naive = { naive: naiveState(series, models), scale: scaleOf(series, yardstick.lag) };
    const simplest: Pick<SeriesModel, 'simplest'> = unfit === undefined ? {} : { simplest: lastValueState(series) };
    const seen = windowOf(series, unobserved);
    const known = lineRegressors(series, horizon.periods);
    const model: SeriesModel = { ...own, ...simplest, ...calibration, size, ...seen, ...naive, ...known };
    const fresh = { model, forecast: requireFinite(blend(model, periods, forecasts)) };
    const { model: kept, forecast, moved, isKept } = guard(fresh, line);
    const isWithoutWidth = simplest.simplest?.sigma === 0;
    const errors = blendedErrors({ points: blended, series }, calibration, setting);
    const measured = { errors, near: nearSquares(blended, nearPeriods), moved, isKept, isWithoutWidth };
    const fitted: FittedSeries = { uniqueId: series.uniqueId, ...measured, isFitted, weights, choice, unfit };
    const notes = notesOf(kept, forecast, { ...horizon, maxBeyondObserved });
    return { fitted, line: encodeSeriesModel(kept), forecast, notes };
  };
}

/** What a line says of the window beside what it forecasts by. */
function windowReader({ recipe, training }: RecipeHeader, axis: TimeAxis) {
  const profileOf = seasonalProfiler(seasonParts(axis, recipe.seasonLength), periodRange(axis, training));
  return (series: Series, unobserved: readonly string[]) => {
    const seen = { seen: rangeOf(series.y), profile: profileOf(series) };
    return unobserved.length === 0 ? seen : { ...seen, unobserved };
  };
}

interface Blending {
  readonly nearPeriods: number;
  readonly levels: readonly [number, ...number[]];
  readonly chosen: number | undefined;
  readonly share: number;
}

/** What earlier errors say of a series: how its members are weighed, and how wide its intervals are. */
function blendLearner(panel: WeighedErrors, setting: Blending) {
  const { nearPeriods, chosen, share } = setting;
  return ({ series, points, looks }: Omit<SeriesToFit, 'incumbent'>, forecasts: ByCandidate<boolean>) => {
    const crossValidation = seriesPointErrors(points.map((one) => pointErrors(one, nearPeriods)));
    const { weights, choice, size } = weighSeries({ crossValidation, looks }, panel, { forecasts, chosen });
    const blended = blendedPoints(points, { weights, choice, share });
    return { weights, choice, size, blended, calibration: calibrate({ points: blended, y: series.y, looks }, setting) };
  };
}

function scaleOf(series: Series, lag: number): number | null {
  const differences = new SeasonalDifferences(series, lag);
  differences.advanceTo(series.ds.length);
  return maseScale(differences);
}

function nearSquares({ cutoff, ds, y, yhat }: SeriesPoints, nearPeriods: number): Squares {
  let [squares, count] = [0, 0];
  for (let i = 0; i < ds.length; i++) {
    if (ds[i] - cutoff[i] > nearPeriods) continue;
    squares += (yhat[i] - y[i]) ** 2;
    count++;
  }
  return { squares, count };
}

function requireFinite(forecast: BlendedForecast): BlendedForecast {
  for (const values of [forecast.yhat, ...forecast.lower, ...forecast.upper]) {
    if (!allFinite(values)) throw new SeriesUnfit('the blend holds a value that is not a finite number');
  }
  return forecast;
}
