import { factorise, solveBackward, solveForward } from '../harmonic/factor.ts';
import { packedRow } from '../harmonic/gram.ts';
import type { Deviations, Indices } from './season-index.ts';

/** Six cosines and six sines: a year as finely as two months. */
const HARMONICS = 6;
const TERMS = 2 * HARMONICS;
const COLUMNS = Int32Array.from({ length: TERMS }, (_, term) => term);

/** Least squares of the deviations from their mean on the season's first harmonics; F of the regression. */
export function harmonicIndices(deviations: Deviations, season: number): Indices {
  const { values, start } = deviations;
  const terms = harmonics(season);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const { gram, xy } = normalEquations(deviations, { terms, season, mean });
  const factor = factorise(gram, COLUMNS);
  const beta = new Float64Array(TERMS);
  solveForward(factor, xy, beta);
  solveBackward(factor, beta);
  const index = new Float64Array(season);
  for (let i = 0; i < season; i++) for (let k = 0; k < TERMS; k++) index[i] += beta[k] * terms[i * TERMS + k];
  let [explained, unexplained] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const fitted = index[(start + i) % season];
    explained += fitted ** 2;
    unexplained += (values[i] - mean - fitted) ** 2;
  }
  const freedom = values.length - TERMS - 1;
  const isJudged = freedom > 0 && unexplained > 0;
  return { index, f: isJudged ? explained / TERMS / (unexplained / freedom) : undefined };
}

/** Row-major, a row a position. */
function harmonics(season: number): Float64Array {
  const terms = new Float64Array(season * TERMS);
  for (let i = 0; i < season; i++) {
    for (let j = 1; j <= HARMONICS; j++) {
      const angle = (2 * Math.PI * ((j * i) % season)) / season;
      terms[i * TERMS + 2 * j - 2] = Math.cos(angle);
      terms[i * TERMS + 2 * j - 1] = Math.sin(angle);
    }
  }
  return terms;
}

interface Regression {
  readonly terms: Float64Array;
  readonly season: number;
  readonly mean: number;
}

/** Summed over positions, of which there are far fewer than periods. */
function normalEquations({ values, start }: Deviations, { terms, season, mean }: Regression) {
  const [counts, sums] = [new Float64Array(season), new Float64Array(season)];
  for (let i = 0; i < values.length; i++) {
    counts[(start + i) % season]++;
    sums[(start + i) % season] += values[i] - mean;
  }
  const gram = new Float64Array(packedRow(TERMS));
  const xy = new Float64Array(TERMS);
  for (let i = 0; i < season; i++) {
    const row = i * TERMS;
    for (let k = 0; k < TERMS; k++) {
      xy[k] += sums[i] * terms[row + k];
      for (let l = 0; l <= k; l++) gram[packedRow(k) + l] += counts[i] * terms[row + k] * terms[row + l];
    }
  }
  return { gram, xy };
}
