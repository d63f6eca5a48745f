import * as z from 'zod';
import { dataContractSchema } from '../contracts/data-contract.ts';
import { dateRangeSchema } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { safeParseStored } from '../contracts/stored.ts';
import { FREQUENCIES } from '../contracts/frequency.ts';
import type { SeasonalProfile } from '../contracts/seasonal-profile.ts';
import type { LastValueState } from './last-value.ts';
import { recipeSchema, shareSchema, yardstickSchema } from '../contracts/recipe.ts';
import { sliceRegressors } from '../series/regressors.ts';
import type { Series } from '../series/series.ts';

/**
 * A model artifact is a file of JSON lines: this header, then one line a series, ascending by unique_id. So it is read and
 * written series by series, whatever their number, and a person can read it with `head`.
 */
export const MODEL_FILE = 'model.jsonl';

const FORMAT = 'forecaster-model';
const VERSION = 2;

export const modelHeaderSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  recipe: recipeSchema,
  /** Of the candidates' families, in the recipe's order: what the states mean. */
  stateVersions: z.array(z.number().int()),
  frequency: z.enum(FREQUENCIES),
  phase: z.number().int(),
  seed: z.number().int().min(0),
  training: dateRangeSchema,
  yardstick: yardstickSchema,
  /** The chosen candidate, for the recipe `choice`. */
  chosen: z.string(),
  bounds: dataContractSchema.pick({ min: true, max: true }),
  share: shareSchema,
  /** How many periods a series' near scales hold, and how far ahead cross-validation went; 0 where there was none. */
  nearPeriods: z.number().int().min(0),
  testedPeriods: z.number().int().min(0),
});
export type ModelHeader = z.infer<typeof modelHeaderSchema>;

/** One series of a fitted recipe. Plain data; arrays by candidate are in the recipe's order, those by level have the main one first. */
export interface SeriesModel {
  readonly uniqueId: string;
  /** How it dates its periods, where that is another way than the header's: what its forecasts' dates are. */
  readonly phase?: number | undefined;
  /** The last observed period. */
  readonly last: number;
  /** null where the candidate could not be fitted; one at least could, or there is the state of `simplest`. */
  readonly states: readonly (unknown | null)[];
  /** In the average, adding up to 1 over the candidates that have a state. */
  readonly weights: readonly number[];
  /** -1 where no candidate could be fitted. */
  readonly choice: number;
  /** What forecasts where no candidate could be fitted. */
  readonly simplest?: LastValueState;
  /** No half width is below it. */
  readonly floor: number;
  readonly scales: { readonly near: readonly number[]; readonly far: readonly number[] };
  /** How many ratios the near scales come from. */
  readonly ratios: number;
  /** Of the series' errors, in the unit of y squared; null where it has none. */
  readonly size: number | null;
  /** Least and largest observation of the training window. */
  readonly seen: readonly [number, number];
  /** How its observations were spread there; absent where a release up to 0.2.0 has fitted. */
  readonly profile?: SeasonalProfile;
  /** State of the yardstick (seasonal-naive); null where it cannot be fitted. */
  readonly naive: unknown | null;
  /** The MASE's denominator: mean absolute error of the yardstick inside the window; null where there is none. */
  readonly scale: number | null;
  /** What is known ahead of the recipe's regressors, row by row from the first period of the horizon on: forecasts need it. */
  readonly regressors?: { readonly first: number; readonly values: readonly (number | null)[] };
  /** Positions of the calendar that the window came by and never held an observation at (decision 0023): no forecast is made for them. */
  readonly unobserved?: readonly string[];
  /** The version whose line this is, where the guard kept it, and the share of the average there: it forecasts as it did. */
  readonly keptFrom?: number;
  readonly share?: number;
}

/** In a model's line, of the periods of its horizon; nothing where the series knows none. */
export function lineRegressors(
  { regressors }: Pick<Series, 'regressors'>,
  horizon: Int32Array,
): Pick<SeriesModel, 'regressors'> {
  if (regressors === undefined || horizon.length === 0) return {};
  const [first, last] = [horizon[0], horizon[horizon.length - 1]];
  const values = Array.from(sliceRegressors(regressors, first, last).values, (one) => (Number.isNaN(one) ? null : one));
  return { regressors: { first, values } };
}

/** The way back, for a model's `knowing`. @param names the recipe's */
export function knownInLine(
  { regressors }: Pick<SeriesModel, 'regressors'>,
  names: readonly string[] = [],
): Pick<Series, 'regressors'> {
  if (regressors === undefined || names.length === 0) return {};
  const values = Float64Array.from(regressors.values, (one) => one ?? NaN);
  return { regressors: { names, first: regressors.first, values } };
}

export function encodeModelHeader(header: Omit<ModelHeader, 'format' | 'version'>): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, ...header });
}

/** @throws ArtifactMismatch when the line does not open a model file of this version. */
export function decodeModelHeader(line: string): ModelHeader {
  const parsed = safeParseStored(parseJson(line), modelHeaderSchema);
  if (parsed.success) return parsed.data;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `${MODEL_FILE} does not begin with a model's header (${z.prettifyError(parsed.error)})`,
    got: line.slice(0, 100),
    allowed: `format '${FORMAT}', version ${VERSION}`,
    hint: 'train again: this code cannot read the artifact',
  });
}

export function encodeSeriesModel({ uniqueId, ...rest }: SeriesModel): string {
  return JSON.stringify({ unique_id: uniqueId, ...rest });
}

export function decodeSeriesModel(line: string): SeriesModel {
  // Written by encodeSeriesModel and guarded by the artifact's sha256: checking every state again would cost more than forecasting.
  const { unique_id: uniqueId, ...rest } = JSON.parse(line) as Omit<SeriesModel, 'uniqueId'> & { unique_id: string };
  return { uniqueId, ...rest };
}

/** encodeSeriesModel writes it first: the rest of a long line need not be read for it. undefined where the text ends before it does. */
export function uniqueIdIn(beginning: string): string | undefined {
  const literal = /^\{"unique_id":("(?:[^"\\]|\\.)*")/.exec(beginning)?.[1];
  return literal === undefined ? undefined : String(JSON.parse(literal));
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
