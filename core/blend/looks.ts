import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { Candidate } from '../contracts/dataset.ts';
import { candidateKey } from './candidate-key.ts';
import type { MeanSquares } from './errors.ts';
import { lookHeaderSchema, type LookHeader, seriesLookSchema } from './look-file.ts';
import type { Ratios } from './scale.ts';

/** One series at one look, its errors in the order of the recipe that is fitted. */
export interface SeriesAtLook {
  readonly rows: number;
  readonly mse: MeanSquares;
  readonly ratios: Ratios;
}

export interface Look {
  readonly header: LookHeader;
  readonly series: ReadonlyMap<string, SeriesAtLook>;
}

/** So many looks are remembered for the weights, and for the intervals. */
export const LOOKS_OF_ERRORS = 50;
export const LOOKS_OF_RATIOS = 12;

/**
 * A look's file, for a recipe: what its candidates did is matched by family and options, since the recipe then may have been another.
 *
 * @throws ArtifactMismatch
 */
export function readLook(text: string, candidates: readonly Candidate[]): Look {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const header = parsed(lookHeaderSchema, first);
  const known = header.candidates.map(candidateKey);
  const places = candidates.map((candidate) => known.indexOf(candidateKey(candidate)));
  const series = lines.map((line) => {
    const { unique_id: uniqueId, rows, mse, ratios } = parsed(seriesLookSchema, line);
    return [uniqueId, { rows, mse: places.map((place) => mse[place] ?? undefined), ratios }] as const;
  });
  return { header, series: new Map(series) };
}

interface Schema<T> {
  parse(value: unknown): T;
}

function parsed<T>(schema: Schema<T>, line: string): T {
  try {
    return schema.parse(JSON.parse(line));
  } catch (cause) {
    throw new PlatformError(ERROR_NAMES.artifactMismatch, {
      problem: "a line of a look's file cannot be read",
      got: line.slice(0, 100),
      hint: 'core/blend/look-file.ts says what the lines hold',
      cause,
    });
  }
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
  return looks.slice(0, LOOKS_OF_RATIOS).flatMap((look) => (look === undefined || look.ratios.length === 0 ? [] : [look.ratios]));
}
