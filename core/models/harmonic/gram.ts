/**
 * The normal equations' matrix of a gapless stretch of the calendar, in closed form. Sums of products of sines and cosines
 * over equally spaced times are Dirichlet kernels, so it costs the same for a month and for ten years, and every series
 * on the stretch has the same one.
 */

/** Columns: 1, then sine and cosine of every frequency, then the line `period - first`. */
export function columnCount(frequencies: number): number {
  return 2 + 2 * frequencies;
}

/** Position of (row, 0) in a symmetric matrix that is stored as the rows of its lower triangle. */
export function packedRow(row: number): number {
  return (row * (row + 1)) / 2;
}

/** @returns X'X over the periods first..last, packed lower triangle */
export function calendarGram(angular: readonly number[], first: number, last: number): Float64Array {
  const count = last - first + 1;
  const waves = angular.map((omega) => waveOver(omega, first, last));
  const backwards = waves.map(conjugate);
  const gram = new Float64Array(packedRow(columnCount(waves.length)));
  gram[0] = count;
  waves.forEach((wave, i) => {
    const sine = packedRow(1 + 2 * i);
    const cosine = packedRow(2 + 2 * i);
    gram[sine] = wave.kernel * wave.sinMiddle;
    gram[cosine] = wave.kernel * wave.cosMiddle;
    for (let j = 0; j <= i; j++) {
      const [sumSin, sumCos] = sumOverAngle(wave, waves[j], count);
      const [differenceSin, differenceCos] = i === j ? [0, count] : sumOverAngle(wave, backwards[j], count);
      gram[sine + 1 + 2 * j] = (differenceCos - sumCos) / 2;
      if (j < i) gram[sine + 2 + 2 * j] = (sumSin + differenceSin) / 2;
      gram[cosine + 1 + 2 * j] = (sumSin - differenceSin) / 2;
      gram[cosine + 2 + 2 * j] = (differenceCos + sumCos) / 2;
    }
  });
  fillLine(gram, waves, count);
  return gram;
}

/** A frequency over a stretch of n periods around its middle (which may lie between two periods). */
interface Wave {
  /** sin and cos of half a step's angle, of half the stretch's, and of the middle's. */
  readonly sinHalf: number;
  readonly cosHalf: number;
  readonly sinSpan: number;
  readonly cosSpan: number;
  readonly sinMiddle: number;
  readonly cosMiddle: number;
  /** Dirichlet: sum of cos(omega * (t - middle)) = sin(n omega / 2) / sin(omega / 2); the sines cancel. */
  readonly kernel: number;
}

function waveOver(omega: number, first: number, last: number): Wave {
  const span = ((last - first + 1) * omega) / 2;
  const middle = ((first + last) / 2) * omega;
  const sinHalf = Math.sin(omega / 2);
  const sinSpan = Math.sin(span);
  return {
    sinHalf,
    cosHalf: Math.cos(omega / 2),
    sinSpan,
    cosSpan: Math.cos(span),
    sinMiddle: Math.sin(middle),
    cosMiddle: Math.cos(middle),
    kernel: sinSpan / sinHalf,
  };
}

/** The wave that runs backwards: the sum with it is the difference of the angles. */
function conjugate(wave: Wave): Wave {
  return { ...wave, sinHalf: -wave.sinHalf, sinSpan: -wave.sinSpan, sinMiddle: -wave.sinMiddle };
}

/** Sums over the stretch of sin and cos of (omega_a + omega_b) * t, by the addition theorems. */
function sumOverAngle(a: Wave, b: Wave, count: number): readonly [number, number] {
  const sinHalf = a.sinHalf * b.cosHalf + a.cosHalf * b.sinHalf;
  // Two steps a cycle, doubled, is a full turn a step: every cosine is 1.
  if (Math.abs(sinHalf) < 1e-9) return [0, count];
  const kernel = (a.sinSpan * b.cosSpan + a.cosSpan * b.sinSpan) / sinHalf;
  const sinMiddle = a.sinMiddle * b.cosMiddle + a.cosMiddle * b.sinMiddle;
  const cosMiddle = a.cosMiddle * b.cosMiddle - a.sinMiddle * b.sinMiddle;
  return [kernel * sinMiddle, kernel * cosMiddle];
}

/** The last row: `t - first` is the distance to the middle plus (n - 1) / 2. */
function fillLine(gram: Float64Array, waves: readonly Wave[], count: number): void {
  const row = packedRow(1 + 2 * waves.length);
  const toMiddle = (count - 1) / 2;
  gram[row] = count * toMiddle;
  waves.forEach(({ sinHalf, cosHalf, sinSpan, cosSpan, sinMiddle, cosMiddle, kernel }, i) => {
    // The sum of (t - middle) * sin(omega * (t - middle)) is minus the kernel's derivative by omega; with cosines it cancels.
    const moment = (sinSpan * cosHalf - count * cosSpan * sinHalf) / (2 * sinHalf * sinHalf);
    gram[row + 1 + 2 * i] = moment * cosMiddle + toMiddle * kernel * sinMiddle;
    gram[row + 2 + 2 * i] = toMiddle * kernel * cosMiddle - moment * sinMiddle;
  });
  gram[row + 1 + 2 * waves.length] = (count * (count - 1) * (2 * count - 1)) / 6;
}
