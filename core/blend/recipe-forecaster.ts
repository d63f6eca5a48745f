import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ExplainedForecast } from '../contracts/explained-forecast.ts';
import { clip } from '../models/bounds.ts';
import { familyOf } from '../models/families.ts';
import { type Forecast, type Model, modelFor, SeriesUnfit } from '../models/family.ts';
import { knownInLine, type ModelHeader, type SeriesModel } from '../models/model-file.ts';
import { occurring } from '../series/never-observed.ts';
import { scaleAt } from './calibrate.ts';
import { averageOf, blendOf, type Members } from './mixture.ts';
import { recipeModels, type RecipeModels } from './recipe-models.ts';
import { shareOf } from './weigh-series.ts';

/** What explains a forecast, and what the tables hold of it. */
export interface BlendedForecast extends ExplainedForecast {
  /** By level, the main one first; inside the bounds. */
  readonly lower: readonly Float64Array[];
  readonly upper: readonly Float64Array[];
  readonly scale: number | null;
  /** How the series dates its periods, where it is another way than the data set's. */
  readonly phase: number | undefined;
  /** 'blend', 'average', or the choice's name. */
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
  return (series, periods) => {
    const ds = occurring(periods, axis, series.unobserved ?? []);
    const parts = membersOf(series, ds, { header, models });
    const { share: learned = header.share.average, weights, choice } = series;
    const share = shareOf(header.recipe.kind, learned);
    const mixture = { weights, choice, share };
    // A line is written only where a member has a state; but that member may know its regressors less far ahead than it is asked.
    const unknown = () => new Float64Array(ds.length).fill(NaN);
    const yhat = blendOf(parts.yhat, mixture) ?? unknown();
    const half = (blendOf(parts.half, mixture) ?? unknown()).map((width) => Math.max(width, series.floor));
    return {
      uniqueId: series.uniqueId,
      phase: series.phase,
      ds,
      origin: series.last,
      members: parts.yhat,
      ...mixture,
      average: averageOf(parts.yhat, weights) ?? yhat,
      yhat,
      half,
      ...intervals(series, { ds, yhat, half, header }),
      size: series.size ?? undefined,
      naive: naiveOf(series.naive, ds, { header, models }),
      scale: series.scale,
      recipe: header.recipe.kind === 'choice' ? header.recipe.candidates[choice].name : header.recipe.kind,
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

/** A member's forecast is clipped; the half width of its interval is not. */
function membersOf(series: SeriesModel, ds: Int32Array, { header, models }: Ways): Record<'yhat' | 'half', Members> {
  const known = knownInLine(series, header.recipe.regressors);
  const forecasts = series.states.map((state, k) =>
    state === null ? undefined : memberForecast(modelFor(models.members[k], known), state, { ds, header }),
  );
  return {
    half: forecasts.map((forecast) => forecast?.upper.map((upper, i) => (upper - forecast.lower[i]) / 2)),
    yhat: forecasts.map((forecast) => forecast && clip(forecast.yhat, header.bounds)),
  };
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
  const byLevel = scales.near.map((near, level) =>
    Float64Array.from(ds, (period) => scaleAt(period - last, { near, far: scales.far[level] }, header)),
  );
  const ends = (side: -1 | 1) =>
    byLevel.map((scale) =>
      clip(
        yhat.map((value, i) => value + side * scale[i] * half[i]),
        header.bounds,
      ),
    );
  return { scales: byLevel, lower: ends(-1), upper: ends(1) };
}
