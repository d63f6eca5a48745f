import { describe, expect, it } from '@jest/globals';
import { decodePoints, encodePoints } from '../../../containers/forecaster/points.ts';

const POINTS = {
  cutoff: Int32Array.of(3, 3, 5),
  ds: Int32Array.of(4, 5, 6),
  y: Float64Array.of(1.5, -2, 1e300),
  yhat: Float64Array.of(1, 2, 3),
  half: Float64Array.of(0, 0.25, 4),
};
const NONE = {
  cutoff: new Int32Array(0),
  ds: new Int32Array(0),
  y: new Float64Array(0),
  yhat: new Float64Array(0),
  half: new Float64Array(0),
};

describe('a file of points', () => {
  it.each(['a', 'än "id"\nof two lines', 'id'.repeat(50)])('comes back as it was, of a series %p', (uniqueId) => {
    const bytes = encodePoints([uniqueId, 'none', 'z'], [POINTS, NONE, POINTS]);
    expect(decodePoints(bytes, 6)).toEqual(
      new Map([
        [uniqueId, POINTS],
        ['z', POINTS],
      ]),
    );
  });

  it('is read from anywhere in a buffer', () => {
    const bytes = encodePoints(['a'], [POINTS]);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodePoints(shifted.subarray(3), 6).get('a')).toEqual(POINTS);
  });

  it('is read up to what is known', () => {
    const bytes = encodePoints(['a', 'b'], [POINTS, { ...POINTS, ds: Int32Array.of(6, 7, 8) }]);
    expect(decodePoints(bytes, 5)).toEqual(
      new Map([
        [
          'a',
          {
            cutoff: Int32Array.of(3, 3),
            ds: Int32Array.of(4, 5),
            y: Float64Array.of(1.5, -2),
            yhat: Float64Array.of(1, 2),
            half: Float64Array.of(0, 0.25),
          },
        ],
      ]),
    );
  });

  it('is refused where it is none, or not whole', () => {
    const bytes = encodePoints(['a'], [POINTS]);
    expect(() => decodePoints(bytes.subarray(0, bytes.length - 8), 6)).toThrow(
      expect.objectContaining({ name: 'ArtifactMismatch', message: expect.stringContaining('bytes of 3 points') }),
    );
    expect(() => decodePoints(new TextEncoder().encode('{"format":"other"}\n'), 6)).toThrow(
      /this is no file of cross-validation points/,
    );
  });
});
