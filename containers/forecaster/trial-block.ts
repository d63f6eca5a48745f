import { createHash } from 'node:crypto';
import { POINTS_SCHEMA } from '../../core/blend/points.ts';
import { seriesValidator, type TriedBlock } from '../../core/train/series-validator.ts';
import type { TrialParameters } from '../../core/train/training-parameters.ts';
import { writeDataFile } from '../../tables/index.ts';
import { writePart } from './parts.ts';
import type { SeriesBlock } from './series-blocks.ts';

export interface TrialSetup {
  readonly parameters: TrialParameters;
  readonly pointsFolder: string;
}

/** What is left of a block once its points are written; without a point there is no file. */
export type TriedPart = Omit<TriedBlock, 'points'> &
  Pick<SeriesBlock, 'axis'> & { readonly sha256: string | undefined };

/** Cross-validates a block's series and writes their points as one Parquet file, named by the block's place. */
export function trialBlock({ parameters, pointsFolder }: TrialSetup) {
  let validate: ReturnType<typeof seriesValidator> | undefined;
  return async ({ index, axis, series }: SeriesBlock): Promise<TriedPart> => {
    // All blocks lie on one axis; which one it is, the first observation says.
    validate ??= seriesValidator(parameters, axis);
    const { points, ...tried } = validate(series);
    if (points.rows === 0) return { ...tried, axis, sha256: undefined };
    const { bytes } = writeDataFile(POINTS_SCHEMA, points);
    await writePart(pointsFolder, index, bytes);
    return { ...tried, axis, sha256: createHash('sha256').update(bytes).digest('hex') };
  };
}
