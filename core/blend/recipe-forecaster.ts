import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ExplainedForecast } from '../contracts/explained-forecast.ts';
import { clip } from '../models/bounds.ts';
import { familyOf } from '../models/families.ts';
import { type Forecast, type Model, modelFor, SeriesUnfit } from '../models/family.ts';
import { forecastLastValue, LAST_VALUE } from '../models/last-value.ts';
import { knownInLine, type ModelHeader, type SeriesModel } from '../models/model-file.ts';
import { occurring } from '../series/never-observed.ts';
import { scaleAt } from './calibrate.ts';
import type { ByCandidate } from './errors.ts';
import { averageOf, blendOf, type Members, type Mixture } from './mixture.ts';
import { recipeModels, type RecipeModels } from './recipe-models.ts';
import { shareOf } from './weigh-series.ts';

/** What explains a forecast, and what the tables hold of it. */
export interface BlendedForecast extends ExplainedForecast {
  /** By level, the main one first; inside the bounds. */
  readonly lower: readonly Float64Array[];
  readonly upper: readonly Float64Array[];
  /** How the series dates its periods, where it is another way than the data set's. */
  readonly phase: number | undefined;
  /** 'blend', 'average', the choice's name, or 'last-value' where no candidate could be fitted. */
  readonly recipe: string;
}

export type RecipeHeader = Omit<ModelHeader, 'format' | 'version'>;

/**
 * Forecasts of the lines of a model file, at those of the periods that lie at positions of the calendar at which the series occurs.
 *
 * @throws ArtifactMismatch when the states are of another version of a family than this code's
 */
export function recipeForecaster(
  header: RecipeHeader,
  models: RecipeModels = headerModels(header),
): (series: SeriesModel, ds: Int32Array) => BlendedForecast {
  const axis = { frequency: header.frequency, phase: header.phase };
  const blend = forecastBlender(header, models);
  return (series, periods) => {
    const ds = occurring(periods, axis, series.unobserved ?? []);
    return blend(series, ds, memberForecasts(series, ds, { header, models }));
  };
}

/**
 * How the members' forecasts become the series' one.
 *
 * @returns takes the forecasts at the periods, which are clipped in place, by candidate: undefined where there is none
 */
export function forecastBlender(header: RecipeHeader, models: RecipeModels) {
  return (series: SeriesModel, ds: Int32Array, forecasts: ByCandidate<Forecast | undefined>): BlendedForecast => {
    const members = forecasts.map((forecast) => forecast && clip(forecast.yhat, header.bounds));
    const { share: learned = header.share.average, weights, choice } = series;
    const share = shareOf(header.recipe.kind, learned);
    const mixture = { weights, choice, share };
    const parts = { yhat: members, half: forecasts.map((forecast) => forecast && halfWidths(forecast)) };
    const { yhat, half: width } = saidBy(series, ds, header) ?? blended(parts, mixture, ds);
    const half = atLeast(series.floor, width);
    return {
      uniqueId: series.uniqueId,
      phase: series.phase,
      ds,
      origin: series.last,
      members,
      ...mixture,
      average: averageOf(members, weights) ?? yhat,
      yhat,
      half,
      ...intervals(series, { ds, yhat, half, header }),
      size: series.size ?? undefined,
      naive: naiveOf(series.naive, ds, { header, models }),
      scale: series.scale,
      learned: series.profile && { profile: series.profile, unobserved: series.unobserved ?? [] },
      recipe: nameOf(series, header),
    };
  };
}

function headerModels({ recipe, stateVersions, yardstick, frequency, phase, seed }: RecipeHeader): RecipeModels {
  recipe.candidates.forEach(({ family }, k) => requireSameStates(family, stateVersions[k]));
  return recipeModels(recipe, yardstick, { axis: { frequency, phase }, seed });
}

function requireSameStates(family: string, stateVersion: number): void {
  if (stateVersion === familyOf(family).stateVersion) return;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `the model holds states of another version of the family ${family}`,
    got: stateVersion,
    allowed: String(familyOf(family).stateVersion),
    hint: 'train again with this code, or forecast with the code that trained',
  });
}

interface Ways {
  readonly header: RecipeHeader;
  readonly models: RecipeModels;
}

/**
 * A line without the state of `simplest` is written only where a member has a state; but that member may know its regressors less far ahead
 * than it is asked.
 */
function blended({ yhat, half }: Record<'yhat' | 'half', Members>, mixture: Mixture, { length }: Int32Array) {
  const unknown = () => new Float64Array(length).fill(NaN);
  return { yhat: blendOf(yhat, mixture) ?? unknown(), half: blendOf(half, mixture) ?? unknown() };
}

/** undefined where members do. */
function saidBy({ simplest }: SeriesModel, ds: Int32Array, { recipe, bounds }: RecipeHeader) {
  if (simplest === undefined) return undefined;
  const { yhat, upper } = forecastLastValue(simplest, ds, recipe.level);
  return { yhat: clip(yhat, bounds), half: upper.map((end) => end - simplest.value) };
}

function nameOf({ simplest, choice }: SeriesModel, { recipe }: RecipeHeader): string {
  if (simplest !== undefined) return LAST_VALUE;
  return recipe.kind === 'choice' ? recipe.candidates[choice].name : recipe.kind;
}

function memberForecasts(series: SeriesModel, ds: Int32Array, { header, models }: Ways) {
  const known = knownInLine(series, header.recipe.regressors);
  return series.states.map((state, k) =>
    state === null ? undefined : memberForecast(modelFor(models.members[k], known), state, { ds, header }),
  );
}

/** Of intervals that are not clipped. */
function halfWidths({ lower, upper }: Forecast): Float64Array {
  const half = new Float64Array(upper.length);
  for (let i = 0; i < half.length; i++) half[i] = (upper[i] - lower[i]) / 2;
  return half;
}

function atLeast(floor: number, values: Float64Array): Float64Array {
  const raised = new Float64Array(values.length);
  for (let i = 0; i < raised.length; i++) raised[i] = Math.max(values[i], floor);
  return raised;
}

interface Asked {
  readonly ds: Int32Array;
  readonly header: RecipeHeader;
}

/** undefined where a regressor is not known that far ahead: then the others forecast alone. */
function memberForecast(model: Model<unknown>, state: unknown, { ds, header }: Asked): Forecast | undefined {
  try {
    return model.forecast(state, ds, header.recipe.level);
  } catch (error) {
    if (error instanceof SeriesUnfit) return undefined;
    throw error;
  }
}

/** NaN where the yardstick cannot be fitted. Clipped: a version of before may have learned what the contract does not let in any more. */
function naiveOf(state: unknown, ds: Int32Array, { header, models }: Ways): Float64Array {
  if (state === null) return new Float64Array(ds.length).fill(NaN);
  // The level only moves the interval, which nobody reads here.
  return clip(models.naive.forecast(state, ds, 0.5).yhat, header.bounds);
}

interface Widths {
  readonly ds: Int32Array;
  readonly yhat: Float64Array;
  readonly half: Float64Array;
  readonly header: RecipeHeader;
}

function intervals({ last, scales }: SeriesModel, { ds, yhat, half, header }: Widths) {
  const levels = scales.near.map((near, level) => {
    const scale = { near, far: scales.far[level] };
    const [factors, lower, upper] = [0, 1, 2].map(() => new Float64Array(ds.length));
    for (let i = 0; i < ds.length; i++) {
      factors[i] = scaleAt(ds[i] - last, scale, header);
      lower[i] = yhat[i] - factors[i] * half[i];
      upper[i] = yhat[i] + factors[i] * half[i];
    }
    return { factors, lower: clip(lower, header.bounds), upper: clip(upper, header.bounds) };
  });
  return {
    scales: levels.map(({ factors }) => factors),
    lower: levels.map(({ lower }) => lower),
    upper: levels.map(({ upper }) => upper),
  };
}
