import * as z from 'zod';
import { candidateSchema } from '../contracts/dataset.ts';
import { dateRangeSchema } from '../contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import { FREQUENCIES } from '../contracts/frequency.ts';

/**
 * A model artifact is a file of JSON lines: this header, then one line a series, ascending by unique_id. So it is read and
 * written series by series, whatever their number, and a person can read it with `head`.
 */
export const MODEL_FILE = 'model.jsonl';

const FORMAT = 'forecaster-model';
const VERSION = 1;

export const modelHeaderSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  candidate: candidateSchema,
  /** Of the family: what the states mean. */
  stateVersion: z.number().int(),
  frequency: z.enum(FREQUENCIES),
  phase: z.number().int(),
  seasonLength: z.number().int().min(1),
  seed: z.number().int().min(0),
  /** Probability of the central forecast interval. */
  level: z.number().gt(0).lt(1),
  training: dateRangeSchema,
});
export type ModelHeader = z.infer<typeof modelHeaderSchema>;

export interface SeriesModel {
  readonly uniqueId: string;
  readonly state: unknown;
}

export function encodeModelHeader(header: Omit<ModelHeader, 'format' | 'version'>): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, ...header });
}

/** @throws ArtifactMismatch when the line does not open a model file of this version. */
export function decodeModelHeader(line: string): ModelHeader {
  const parsed = modelHeaderSchema.safeParse(parseJson(line));
  if (parsed.success) return parsed.data;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `${MODEL_FILE} does not begin with a model's header (${z.prettifyError(parsed.error)})`,
    got: line.slice(0, 100),
    allowed: `format '${FORMAT}', version ${VERSION}`,
    hint: 'train again: this code cannot read the artifact',
  });
}

export function encodeSeriesModel({ uniqueId, state }: SeriesModel): string {
  return JSON.stringify({ unique_id: uniqueId, state });
}

export function decodeSeriesModel(line: string): SeriesModel {
  // Written by encodeSeriesModel and guarded by the artifact's sha256: checking every state again would cost more than forecasting.
  const { unique_id: uniqueId, state } = JSON.parse(line) as { unique_id: string; state: unknown };
  return { uniqueId, state };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
