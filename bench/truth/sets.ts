import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { datasetSchema } from '../../core/contracts/dataset.ts';

const length = z.string().min(1);

const setSchema = z.object({
  frequency: datasetSchema.shape.frequency,
  series: z.number().int().min(1),
  train: length,
  evaluate: length,
  cvInitial: length,
  cvPeriod: length,
  cvHorizon: length,
  holdout: length,
  cadence: length,
  season: z.number().int().min(1),
  /** null: all that fit. */
  windows: z.number().int().min(1).nullable(),
});

/** A data set to play, with the lengths that its users would ask for. */
export interface TruthSet extends z.infer<typeof setSchema> {
  readonly name: string;
  readonly csv: string;
}

/** Columns of every set's file; panels have `id` too. */
export const COLUMNS = { timestamp: 'ds', target: 'y', id: 'id' } as const;

/** Some of these sets have gaps and zeros on purpose: what is refused of them is no reason not to play. */
const MAX_QUARANTINE = '0.2';

/** @returns undefined where the folder is not there */
export async function readSets(folder: string): Promise<readonly TruthSet[] | undefined> {
  const text = await readFile(join(folder, 'sets.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const sets = z.record(z.string(), setSchema).parse(JSON.parse(text));
  return Object.entries(sets).map(([name, set]) => ({ ...set, name, csv: join(folder, `${name}.csv`) }));
}

/** What `npm run replay` is told of a set, whatever the policy. */
export function replayOptions(set: TruthSet): readonly string[] {
  const options: Readonly<Record<string, string | undefined>> = {
    data: set.csv,
    timestamp: COLUMNS.timestamp,
    target: COLUMNS.target,
    id: isPanel(set) ? COLUMNS.id : undefined,
    frequency: set.frequency,
    train: set.train,
    evaluate: set.evaluate,
    'cv-initial': set.cvInitial,
    'cv-period': set.cvPeriod,
    'cv-horizon': set.cvHorizon,
    holdout: set.holdout,
    cadence: set.cadence,
    season: String(set.season),
    windows: set.windows === null ? undefined : String(set.windows),
    'max-quarantine': MAX_QUARANTINE,
  };
  return Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
}

export function isPanel({ series }: TruthSet): boolean {
  return series > 1;
}
