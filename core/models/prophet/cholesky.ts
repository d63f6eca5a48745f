/** A pivot below this share of its diagonal is rounding: the column is a combination of those before it. */
const COLLINEAR = 1e-14;

/**
 * Cholesky factor of a growing and shrinking selection of rows and columns of a Gram matrix, plus a diagonal: a column is appended
 * in the time of one solve, and only what comes after a dropped one is computed anew.
 */
export class GrowingCholesky {
  /** The columns in the factor, in order of arrival; the first `count` are valid. */
  readonly order: Int32Array;
  count = 0;
  private readonly lower: Float64Array;
  private readonly size: number;
  private readonly gram: Float64Array;

  /** @param gram row-major, size x size; the lower triangle is read */
  constructor(gram: Float64Array, size: number) {
    this.gram = gram;
    this.size = size;
    this.order = new Int32Array(size);
    this.lower = new Float64Array(size * size);
  }

  /** @returns false, with the factor unchanged, when the column is collinear with those already in it. */
  append(column: number, ridge: number): boolean {
    const { gram, lower, order, size, count } = this;
    const row = count * size;
    const diagonal = gram[column * size + column] + ridge;
    let pivot = diagonal;
    for (let i = 0; i < count; i++) {
      const other = i * size;
      const at = order[i];
      let rest = at < column ? gram[column * size + at] : gram[at * size + column];
      for (let k = 0; k < i; k++) rest -= lower[row + k] * lower[other + k];
      rest /= lower[other + i];
      lower[row + i] = rest;
      pivot -= rest * rest;
    }
    if (!(pivot > COLLINEAR * diagonal)) return false;
    lower[row + count] = Math.sqrt(pivot);
    order[count] = column;
    this.count++;
    return true;
  }

  /** Forgets everything from this position on. */
  truncate(position: number): void {
    this.count = position;
  }

  /** x = inverse(L) x, in place; x follows `order`. */
  forward(x: Float64Array): void {
    const { lower, size, count } = this;
    for (let i = 0; i < count; i++) {
      const row = i * size;
      let rest = x[i];
      for (let k = 0; k < i; k++) rest -= lower[row + k] * x[k];
      x[i] = rest / lower[row + i];
    }
  }

  /** x = inverse(L') x, in place. */
  backward(x: Float64Array): void {
    const { lower, size, count } = this;
    for (let i = count - 1; i >= 0; i--) {
      const row = i * size;
      const value = x[i] / lower[row + i];
      x[i] = value;
      for (let k = 0; k < i; k++) x[k] -= lower[row + k] * value;
    }
  }
}
