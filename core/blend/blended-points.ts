import { emptyPoints, type SeriesPoints } from '../backtest/series-points.ts';
import { ERROR_NAMES, PlatformError } from '../contracts/errors.ts';
import type { ByCandidate } from './errors.ts';
import { blendOf, type Mixture } from './mixture.ts';

/**
 * The blend at the points of cross-validation of a series, by the candidates that were scored at each: one needs more observations than
 * another before it can be fitted. None where only members without weight have any.
 *
 * @throws ArtifactMismatch where the candidates were held against different values of one period
 */
export function blendedPoints(points: ByCandidate<SeriesPoints | undefined>, mixture: Mixture): SeriesPoints {
  const present = points.filter((one) => one !== undefined);
  const [first] = present;
  if (first === undefined) return emptyPoints(0);
  // Nearly always: with enough observations at the first cutoff, everybody was scored everywhere.
  if (present.every((one) => isSamePlaces(one, first))) return blendAt(first, points, mixture);
  const blended = placesOf(points).flatMap((place) => blendedPlace(place, points, mixture));
  return {
    cutoff: Int32Array.from(blended, ({ cutoff }) => cutoff),
    ds: Int32Array.from(blended, ({ ds }) => ds),
    y: Float64Array.from(blended, ({ y }) => y),
    yhat: Float64Array.from(blended, ({ yhat }) => yhat),
    half: Float64Array.from(blended, ({ half }) => half),
  };
}

interface Place {
  readonly cutoff: number;
  readonly ds: number;
  readonly y: number;
  /** By candidate, where its point of the place stands. */
  readonly rows: (number | undefined)[];
}

/** At which any candidate was scored: by cutoff, then by period. */
function placesOf(points: ByCandidate<SeriesPoints | undefined>): readonly Place[] {
  const places = new Map<string, Place>();
  points.forEach((one, k) => {
    one?.ds.forEach((ds, row) => {
      const [cutoff, y] = [one.cutoff[row], one.y[row]];
      const key = `${cutoff} ${ds}`;
      const place = places.get(key) ?? { cutoff, ds, y, rows: points.map(() => undefined) };
      if (place.y !== y) throw differentValues(ds, [place.y, y]);
      place.rows[k] = row;
      places.set(key, place);
    });
  });
  return [...places.values()].sort((a, b) => a.cutoff - b.cutoff || a.ds - b.ds);
}

function blendedPlace({ rows, ...place }: Place, points: ByCandidate<SeriesPoints | undefined>, mixture: Mixture) {
  const values = (column: 'yhat' | 'half') =>
    rows.map((row, k) => (row === undefined ? undefined : points[k]?.[column].subarray(row, row + 1)));
  const [yhat, half] = [blendOf(values('yhat'), mixture), blendOf(values('half'), mixture)];
  return yhat === undefined || half === undefined ? [] : [{ ...place, yhat: yhat[0], half: half[0] }];
}

function differentValues(period: number, got: readonly number[]): PlatformError {
  return new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `the candidates were not held against the same value of a series in its period ${period}`,
    got,
    hint: 'all trials of a selection read the same version of the series',
  });
}

/** Where all of these members were scored. */
function blendAt(at: SeriesPoints, members: ByCandidate<SeriesPoints | undefined>, mixture: Mixture): SeriesPoints {
  const yhat = blendOf(
    members.map((one) => one?.yhat),
    mixture,
  );
  const half = blendOf(
    members.map((one) => one?.half),
    mixture,
  );
  if (yhat === undefined || half === undefined) return emptyPoints(0);
  const { cutoff, ds, y } = at;
  return { cutoff, ds, y, yhat, half };
}

function isSamePlaces(one: SeriesPoints, other: SeriesPoints): boolean {
  return one === other || (isSame(one.ds, other.ds) && isSame(one.cutoff, other.cutoff));
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
