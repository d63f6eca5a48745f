import { isOutside, movementOf, NO_SQUARES, type Squares } from '../blend/guard.ts';
import { type BlendedForecast, recipeForecaster, type RecipeHeader } from '../blend/recipe-forecaster.ts';
import { familyOf } from '../models/families.ts';
import { decodeSeriesModel, type SeriesModel } from '../models/model-file.ts';
import { countBefore } from '../series/panel.ts';

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
  const last = cutoff + header.nearPeriods;
  const near = periods.filter((period) => period <= last);

  return (
    fresh: GuardedForecast,
    line: string | undefined,
  ): GuardedForecast & { readonly moved: Squares; readonly isKept: boolean } => {
    if (known === undefined) return { ...fresh, moved: NO_SQUARES, isKept: false };
    const old = line === undefined ? undefined : decodeSeriesModel(line);
    // What is known ahead is known to whoever forecasts: a plan that changed is no movement of the fit.
    const { seen, profile, phase, regressors, naive, scale } = fresh.model;
    const ahead = regressors === undefined ? {} : { regressors };
    const before = saidBefore(old && known.forecastOf({ ...old, ...ahead }, near), fresh.forecast);
    const soon = upTo(last, fresh.forecast);
    if (old === undefined || !isOutside(soon.yhat, old.seen)) {
      return { ...fresh, moved: movementOf(soon.yhat, before(soon.ds)), isKept: false };
    }
    const { keptFrom = known.version, share = known.header.share.average } = old;
    // What the series is seen at now is no accident to the next fit, nor is how it is dated now; and yardsticks are those of the window of the fit.
    const window = { seen, phase, naive, scale, ...(profile === undefined ? {} : { profile }) };
    const model = { ...old, keptFrom, share, ...window, ...neverAt(old, fresh.model), ...ahead };
    const forecast = forecastOf(model, periods);
    const kept = upTo(last, forecast);
    return { model, forecast, moved: movementOf(kept.yhat, before(kept.ds)), isKept: true };
  };
}

/** A position that either window lacks: the incumbent's states have not learned it, or it does not occur any more. */
function neverAt(old: SeriesModel, fresh: SeriesModel): Pick<SeriesModel, 'unobserved'> {
  const unobserved = [...new Set([...(old.unobserved ?? []), ...(fresh.unobserved ?? [])])];
  return unobserved.length === 0 ? {} : { unobserved };
}

function upTo(last: number, { ds, yhat }: BlendedForecast): Pick<BlendedForecast, 'ds' | 'yhat'> {
  const count = countBefore(ds, last + 1);
  return { ds: ds.subarray(0, count), yhat: yhat.subarray(0, count) };
}

/** What the incumbent said of a period; what it does not reach is held against the yardstick, NaN where that says nothing. */
function saidBefore(incumbent: BlendedForecast | undefined, fresh: BlendedForecast) {
  return (ds: Int32Array): Float64Array =>
    Float64Array.from(ds, (period) => {
      const said = incumbent === undefined ? NaN : valueAt(period, incumbent.ds, incumbent.yhat);
      return Number.isFinite(said) ? said : valueAt(period, fresh.ds, fresh.naive);
    });
}

function valueAt(period: number, ds: Int32Array, values: Float64Array): number {
  const at = countBefore(ds, period);
  return ds[at] === period ? values[at] : NaN;
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
