import { effectiveMixture } from '../blend/mixture.ts';
import { recipeForecaster } from '../blend/recipe-forecaster.ts';
import { buildModel } from '../models/families.ts';
import { type Model, modelFor } from '../models/family.ts';
import { knownInLine, type ModelHeader, type SeriesModel } from '../models/model-file.ts';
import type { Part, PartName } from '../models/parts.ts';

/** A series' forecasts and everything that they are made of, aligned with `ds`, in the unit of y: a person can add them up. */
export interface ExplainedSeries {
  readonly uniqueId: string;
  /** How the series dates its periods, where it is another way than the data set's. */
  readonly phase: number | undefined;
  /** Period numbers: of those asked for, the ones at which the series occurs. */
  readonly ds: Int32Array;
  /** The last period that the forecast learned from. */
  readonly origin: number;
  /** The version whose fit of the series was kept, where the guard found the new one impossible. */
  readonly keptFrom: number | undefined;
  readonly members: readonly ExplainedMember[];
  /** The share of the average in yhat; the rest is the choice's. */
  readonly share: number;
  readonly average: Float64Array;
  readonly yhat: Float64Array;
  /** Of the interval, before any scale. */
  readonly half: Float64Array;
  /** How many errors the scales come from. */
  readonly ratios: number;
  /** The main level first. */
  readonly intervals: readonly ExplainedInterval[];
  /** What trend, seasons and so on come to over all members, and the members without such parts as a whole: they add up to yhat. */
  readonly effects: readonly Effect[];
}

export interface ExplainedMember {
  readonly candidate: string;
  /** undefined where it has no forecast for the series. */
  readonly yhat: Float64Array | undefined;
  /** In the average, over the members that have a forecast. */
  readonly weight: number;
  readonly isChoice: boolean;
  /** Of yhat: share x weight, and for the choice the rest of the share, too. Those of all members add up to 1. */
  readonly part: number;
  /** What its own forecast is the sum of; undefined where its family has no parts. */
  readonly parts: readonly Effect[] | undefined;
}

export interface ExplainedInterval {
  readonly level: number;
  readonly scale: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface Effect {
  readonly name: string;
  readonly values: Float64Array;
}

/** What takes a candidate's forecast back to what the target can be. */
const BOUNDS = 'bounds';
const ORDER: readonly (PartName | typeof BOUNDS)[] = [
  ...(['trend', 'daily', 'weekly', 'yearly', 'season', 'holidays', 'regressors', 'last deviation'] as const),
  BOUNDS,
];

/** @throws ArtifactMismatch as recipeForecaster does */
export function seriesExplainer(header: ModelHeader): (series: SeriesModel, ds: Int32Array) => ExplainedSeries {
  const { recipe, frequency, phase, seed } = header;
  const forecastSeries = recipeForecaster(header);
  const setting = { axis: { frequency, phase }, seasonLength: recipe.seasonLength, seed };
  const models = recipe.candidates.map((candidate) => buildModel(candidate, setting));
  return (series, periods) => {
    const forecast = forecastSeries(series, periods);
    // Those of the periods at which the series occurs.
    const { ds } = forecast;
    const known = knownInLine(series, recipe.regressors);
    const { weights, choice, share } = effectiveMixture(forecast.members, forecast);
    const members = recipe.candidates.map(({ name }, k) => ({
      candidate: name,
      yhat: forecast.members[k],
      weight: weights[k],
      isChoice: choice === k,
      part: share * weights[k] + (choice === k ? 1 - share : 0),
      parts: partsOf(modelFor(models[k], known), series.states[k], { ds, yhat: forecast.members[k] }),
    }));
    return {
      ...forecast,
      share,
      keptFrom: series.keptFrom,
      members,
      ratios: series.ratios,
      intervals: [recipe.level, ...recipe.furtherLevels].map((level, k) => ({
        level,
        scale: forecast.scales[k],
        lower: forecast.lower[k],
        upper: forecast.upper[k],
      })),
      effects: series.simplest === undefined ? effectsOf(members) : [{ name: 'last value', values: forecast.yhat }],
    };
  };
}

interface Said {
  readonly ds: Int32Array;
  readonly yhat: Float64Array | undefined;
}

/** What remains beyond rounding is what the bounds have cut off. */
function partsOf(model: Model<unknown>, state: unknown, { ds, yhat }: Said): readonly Effect[] | undefined {
  if (yhat === undefined) return undefined;
  const parts = model.decompose?.(state, ds);
  if (parts === undefined) return undefined;
  const rest = yhat.map((value, i) => value - sumOf(parts, i));
  const isCut = rest.some((value, i) => Math.abs(value) > 1e-9 * sizeOf(parts, i));
  return isCut ? [...parts, { name: BOUNDS, values: rest }] : parts;
}

function sumOf(parts: readonly Part[], i: number): number {
  return parts.reduce((sum, { values }) => sum + values[i], 0);
}

function sizeOf(parts: readonly Part[], i: number): number {
  return Math.max(...parts.map(({ values }) => Math.abs(values[i])));
}

/** Each part times its member's, summed by name; then what cannot be taken apart. */
function effectsOf(members: readonly ExplainedMember[]): readonly Effect[] {
  const present = members.filter(({ yhat }) => yhat !== undefined);
  const named = ORDER.flatMap((name) => {
    const own = present.flatMap(({ part, parts = [] }) =>
      parts.filter((effect) => effect.name === name).map(({ values }) => values.map((value) => part * value)),
    );
    return own.length === 0
      ? []
      : [{ name, values: own.reduce((sum, values) => sum.map((one, i) => one + values[i])) }];
  });
  const whole = present.flatMap(({ candidate, part, yhat, parts }) =>
    yhat === undefined || parts !== undefined
      ? []
      : [{ name: `${candidate}, whole`, values: yhat.map((value) => part * value) }],
  );
  return [...named, ...whole];
}
