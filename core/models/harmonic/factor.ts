import { packedRow } from './gram.ts';

/** Cholesky factor of the Gram matrix's chosen columns, and how to solve with it. */
export interface Factor {
  /** Which columns of the full matrix take part, ascending. */
  readonly columns: Int32Array;
  /** Lower triangle, packed by rows; a zero on the diagonal marks a column that the ones before it explain. */
  readonly lower: Float64Array;
}

/** A column whose unexplained part is below this share of itself is rounding, and is left out. */
export const COLLINEAR = 1e-9;

export function factorise(gram: Float64Array, columns: Int32Array): Factor {
  const lower = new Float64Array(packedRow(columns.length));
  for (let i = 0; i < columns.length; i++) {
    const row = packedRow(i);
    const gramRow = packedRow(columns[i]);
    for (let j = 0; j <= i; j++) {
      const other = packedRow(j);
      let rest = gram[gramRow + columns[j]];
      for (let k = 0; k < j; k++) rest -= lower[row + k] * lower[other + k];
      if (j < i) lower[row + j] = lower[other + j] === 0 ? 0 : rest / lower[other + j];
      // A sine at two steps a cycle is zero throughout: its own size then is rounding too, hence the comparison with 1.
      else lower[row + i] = rest > COLLINEAR * Math.max(gram[gramRow + columns[i]], 1) ? Math.sqrt(rest) : 0;
    }
  }
  return { columns, lower };
}

/**
 * The coordinates of y on the columns made orthogonal one after the other: z = inverse(L) X'y. The sum of their squares is what
 * the regression explains, term by term.
 */
export function solveForward({ columns, lower }: Factor, xy: Float64Array, z: Float64Array): void {
  for (let i = 0; i < columns.length; i++) {
    const row = packedRow(i);
    let rest = xy[columns[i]];
    for (let j = 0; j < i; j++) rest -= lower[row + j] * z[j];
    z[i] = lower[row + i] === 0 ? 0 : rest / lower[row + i];
  }
}

/** From coordinates to regression coefficients, in place: beta = inverse(L') z. */
export function solveBackward({ columns, lower }: Factor, z: Float64Array): void {
  for (let i = columns.length - 1; i >= 0; i--) {
    const row = packedRow(i);
    z[i] = lower[row + i] === 0 ? 0 : z[i] / lower[row + i];
    for (let j = 0; j < i; j++) z[j] -= lower[row + j] * z[i];
  }
}
