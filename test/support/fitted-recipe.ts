import type { Candidate } from '../../core/contracts/dataset.ts';
import { buildModel, familyOf } from '../../core/models/families.ts';
import { modelFor } from '../../core/models/family.ts';
import {
  encodeModelHeader,
  encodeSeriesModel,
  type ModelHeader,
  type SeriesModel,
} from '../../core/models/model-file.ts';
import { inferAxis } from '../../core/series/time-axis.ts';
import type { Series } from '../../core/series/series.ts';
import { RECIPE } from './model-version.ts';

/** 2024-12-31 as a day number. */
export const LAST_DAY = 20_088;

const CANDIDATES: readonly Candidate[] = [
  { name: 'seasonal-naive', family: 'seasonal-naive', options: { lag: 7 } },
  { name: 'harmonic', family: 'harmonic', options: {} },
  { name: 'prophet', family: 'prophet', options: {} },
  { name: 'theta', family: 'theta', options: {} },
  { name: 'damped', family: 'damped', options: {} },
];

const HEADER: Omit<ModelHeader, 'format' | 'version'> = {
  recipe: { ...RECIPE, candidates: [...CANDIDATES], furtherLevels: [0.95] },
  stateVersions: CANDIDATES.map(({ family }) => familyOf(family).stateVersion),
  frequency: 'day',
  phase: 0,
  seed: 1,
  training: { start: '2022-12-31', end: '2024-12-31' },
  yardstick: { name: 'seasonal naive of 7', lag: 7 },
  chosen: 'theta',
  bounds: {},
  share: { average: 0.375, level: 1 },
  nearPeriods: 30,
  testedPeriods: 90,
};

/** Two years of days up to LAST_DAY with a week, a year and a slope. */
export function dailySeries(uniqueId: string, level: number): Series {
  const ds = Int32Array.from({ length: 731 }, (_, t) => LAST_DAY - 730 + t);
  const y = Float64Array.from(
    ds,
    (day, t) =>
      level + t / 100 + 3 * Math.sin((2 * Math.PI * day) / 7) + 8 * Math.cos((2 * Math.PI * day) / 365.25) + (t % 5),
  );
  return { uniqueId, ds, y };
}

export interface FittedRecipe {
  readonly header: ModelHeader;
  readonly series: readonly SeriesModel[];
  /** The model file. */
  readonly text: string;
}

/** Five families fitted to series of dailySeries, with weights and scales that are easy to read: theta is the choice. */
export function fittedRecipe(all: readonly Series[], given: Partial<ModelHeader> = {}): FittedRecipe {
  const header: ModelHeader = { format: 'forecaster-model', version: 2, ...HEADER, ...given };
  const series = all.map((one) => lineOf(header, one));
  const text = [encodeModelHeader(header), ...series.map(encodeSeriesModel)].map((line) => `${line}\n`).join('');
  return { header, series, text };
}

function lineOf({ recipe, frequency, seed }: ModelHeader, series: Series): SeriesModel {
  const setting = { axis: inferAxis(frequency, 0), seasonLength: recipe.seasonLength, seed };
  const fit = (candidate: Candidate) =>
    modelFor(buildModel(candidate, setting), series).prepare(series).fit(series.ds.length);
  return {
    uniqueId: series.uniqueId,
    last: LAST_DAY,
    states: recipe.candidates.map(fit),
    weights: [0.125, 0.25, 0.25, 0.25, 0.125],
    choice: 3,
    floor: 0.01,
    scales: { near: [1.25, 2], far: [1.5, 2.5] },
    ratios: 40,
    size: 4,
    seen: [series.y.reduce((a, b) => Math.min(a, b)), series.y.reduce((a, b) => Math.max(a, b))],
    naive: fit(recipe.candidates[0]),
    scale: 1,
  };
}
