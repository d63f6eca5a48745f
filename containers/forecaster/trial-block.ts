import type { Cutoff } from '../../core/backtest/cutoffs.ts';
import { encodePoints } from './points.ts';
import { seriesValidator, type TriedBlock } from '../../core/train/series-validator.ts';
import type { TrialParameters } from '../../core/train/training-parameters.ts';
import { writePart } from './parts.ts';
import type { SeriesBlock } from './series-blocks.ts';
import { sha256 } from '../../tables/sha256.ts';

export interface TrialSetup {
  readonly parameters: TrialParameters;
  /** Of the panel, on the axis of its series. */
  readonly cutoffs: readonly Cutoff[];
  readonly pointsFolder: string;
}

/** What is left of a block once its points are written; where there is no point, or nobody learns from them, there is no file. */
export type TriedPart = Omit<TriedBlock, 'points'> & { readonly sha256: string | undefined };

/** Cross-validates a block's series and writes their points, where the trial leaves them, as one file, named by the block's place. */
export function trialBlock({ parameters, cutoffs, pointsFolder }: TrialSetup) {
  let validate: ReturnType<typeof seriesValidator> | undefined;
  return async ({ index, axis, series }: SeriesBlock): Promise<TriedPart> => {
    // All blocks lie on one axis; which one it is, the first observation says.
    validate ??= seriesValidator(parameters, axis, cutoffs);
    const { points, ...tried } = validate(series);
    const isEmpty = points.every(({ ds }) => ds.length === 0);
    if (isEmpty || parameters.leaves === 'errors') return { ...tried, sha256: undefined };
    const bytes = encodePoints(tried.uniqueIds, points);
    writePart(pointsFolder, index, { bytes, extension: 'points' });
    return { ...tried, sha256: sha256(bytes) };
  };
}
