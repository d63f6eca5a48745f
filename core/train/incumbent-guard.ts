import { isOutside, movementOf, NO_SQUARES, type Squares } from '../blend/guard.ts';
import { type BlendedForecast, recipeForecaster, type RecipeHeader } from '../blend/recipe-forecaster.ts';
import { familyOf } from '../models/families.ts';
import { decodeSeriesModel, type SeriesModel } from '../models/model-file.ts';

/** The version in force, as a fit of the same recipe meets it. */
export interface Incumbent {
  readonly version: number;
  readonly header: RecipeHeader;
}

export interface GuardedForecast {
  readonly model: SeriesModel;
  readonly forecast: BlendedForecast;
}

interface Ways {
  /** The last period of training, and the horizon. */
  readonly cutoff: number;
  readonly periods: Int32Array;
  readonly header: RecipeHeader;
  readonly forecastOf: (model: SeriesModel, ds: Int32Array) => BlendedForecast;
}

/**
 * Holds a series' new forecast against the incumbent's, up to the next look. One that goes where the series never was gives way to the
 * incumbent's line, and is named by `isKept`.
 *
 * @returns takes the incumbent's line of the series, undefined where it has none
 */
export function incumbentGuard(incumbent: Incumbent | null, { cutoff, periods, header, forecastOf }: Ways) {
  const known = incumbent === null ? undefined : { ...incumbent, forecastOf: recipeForecaster(incumbent.header) };
  const near = periods.filter((period) => period <= cutoff + header.nearPeriods);

  return (
    fresh: GuardedForecast,
    line: string | undefined,
  ): GuardedForecast & { readonly moved: Squares; readonly isKept: boolean } => {
    if (known === undefined) return { ...fresh, moved: NO_SQUARES, isKept: false };
    const old = line === undefined ? undefined : decodeSeriesModel(line);
    const before = withoutGaps(old && known.forecastOf(old, near).yhat, fresh.forecast.naive.subarray(0, near.length));
    const ahead = fresh.forecast.yhat.subarray(0, near.length);
    if (old === undefined || !isOutside(ahead, old.seen)) {
      return { ...fresh, moved: movementOf(ahead, before), isKept: false };
    }
    const { keptFrom = known.version, share = known.header.share.average } = old;
    // What the series is seen at now is no accident to the next fit, nor is how it is dated now.
    const model = { ...old, keptFrom, share, seen: fresh.model.seen, phase: fresh.model.phase };
    const forecast = forecastOf(model, periods);
    return { model, forecast, moved: movementOf(forecast.yhat.subarray(0, near.length), before), isKept: true };
  };
}

/** What the incumbent does not reach is held against the yardstick. */
function withoutGaps(before: Float64Array | undefined, naive: Float64Array): Float64Array {
  return before === undefined ? naive : before.map((value, i) => (Number.isFinite(value) ? value : naive[i]));
}

/** Why a version's lines could not stand among those of a fit; null where they could. */
export function whyNotComparable(incumbent: RecipeHeader, header: RecipeHeader): string | null {
  const { candidates } = incumbent.recipe;
  const isSame =
    candidates.length === header.recipe.candidates.length &&
    candidates.every(({ family }, k) => family === header.recipe.candidates[k].family);
  if (!isSame || incumbent.recipe.kind !== header.recipe.kind) return 'it is of another recipe';
  const isReadable = candidates.every(({ family }, k) => familyOf(family).stateVersion === incumbent.stateVersions[k]);
  return isReadable ? null : 'its states are of another version of a model family';
}
