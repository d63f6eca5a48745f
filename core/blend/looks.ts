import type { Candidate } from '../contracts/dataset.ts';
import { candidateKey } from './candidate-key.ts';
import type { MeanSquares } from './errors.ts';
import type { Look } from './look-file.ts';
import type { Ratios } from './scale.ts';

/** One series at one look, its errors in the order of the recipe that is fitted. */
export interface SeriesAtLook {
  readonly rows: number;
  readonly mse: MeanSquares;
  readonly ratios: Ratios;
}

export interface RecipeLook {
  readonly asOf: string;
  readonly series: ReadonlyMap<string, SeriesAtLook>;
}

/** So many looks are remembered for the weights, and for the intervals. */
export const LOOKS_OF_ERRORS = 50;
const LOOKS_OF_RATIOS = 12;

/** What candidates did is matched by family and options: the recipe then may have been another. */
export function lookOfRecipe({ header, series }: Look, candidates: readonly Candidate[]): RecipeLook {
  const known = header.candidates.map(candidateKey);
  const places = candidates.map((candidate) => known.indexOf(candidateKey(candidate)));
  const matched = series.map(({ unique_id: uniqueId, rows, mse, ratios }) => {
    const own = places.map((place) => mse[place] ?? undefined);
    return [uniqueId, { rows, mse: own, ratios }] as const;
  });
  return { asOf: header.asOf, series: new Map(matched) };
}

/** Newest first, one a look of the panel; undefined where the series had no row. */
export type SeriesLooks = readonly (SeriesAtLook | undefined)[];

/** At the rows of the looks, for errors.ts. */
export function lookErrors(looks: SeriesLooks, candidates: number): readonly MeanSquares[] {
  const none = new Array<undefined>(candidates).fill(undefined);
  return looks.map((look) => look?.mse ?? none);
}

/** How many rows the errors are made of. */
export function rowsOf(looks: SeriesLooks): number {
  const counted = looks.filter((look) => look?.mse.some((error) => error !== undefined));
  return counted.reduce((sum, look) => sum + (look?.rows ?? 0), 0);
}

/** Of the looks that intervals are made of. */
export function lookRatios(looks: SeriesLooks): readonly Ratios[] {
  return looks
    .slice(0, LOOKS_OF_RATIOS)
    .flatMap((look) => (look === undefined || look.ratios.length === 0 ? [] : [look.ratios]));
}
