import { emptyPoints, type SeriesPoints } from '../backtest/series-points.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ByCandidate } from './errors.ts';
import { blendOf, type Mixture } from './mixture.ts';

/**
 * The blend at the points of cross-validation of a series; none where only members without weight have any.
 *
 * @throws ArtifactMismatch where two candidates were not held against the same points
 */
export function blendedPoints(points: ByCandidate<SeriesPoints | undefined>, mixture: Mixture): SeriesPoints {
  const first = points.find((one) => one !== undefined);
  if (first === undefined) return emptyPoints(0);
  if (points.some((one) => one !== undefined && !isSamePlaces(one, first))) {
    throw new PlatformError(ERROR_NAMES.artifactMismatch, {
      problem: 'the candidates were not cross-validated at the same points of a series',
      got: points.map((one) => one?.ds.length ?? 0),
      hint: 'all trials of a selection read the same version of the series',
    });
  }
  const yhat = blendOf(
    points.map((one) => one?.yhat),
    mixture,
  );
  const half = blendOf(
    points.map((one) => one?.half),
    mixture,
  );
  return yhat === undefined || half === undefined ? emptyPoints(0) : { ...first, yhat, half };
}

function isSamePlaces({ ds, cutoff }: SeriesPoints, other: SeriesPoints): boolean {
  return (
    ds.length === other.ds.length &&
    ds.every((period, i) => period === other.ds[i]) &&
    cutoff.every((period, i) => period === other.cutoff[i])
  );
}
