/** Rows that are added at once: each entry of the sum is then read and written once for four of them. */
const BATCH = 4;

/** The sum over rows of z z', lower triangle: nearly all of what a fit computes. */
export class Products {
  /** The next row is to be written from `offset` on. */
  readonly batch: Float64Array;
  offset = 0;

  /** @param into row-major, `stride` a row; the triangle's first entry is at `start` */
  constructor(
    private readonly width: number,
    private readonly into: Float64Array,
    private readonly place: { readonly start: number; readonly stride: number },
  ) {
    this.batch = new Float64Array(BATCH * width);
  }

  add(): void {
    this.offset += this.width;
    if (this.offset === this.batch.length) this.flush();
  }

  flush(): void {
    const { batch, width, into, place } = this;
    batch.fill(0, this.offset);
    this.offset = 0;
    for (let a = 0; a < width; a++) {
      const v0 = batch[a];
      const v1 = batch[width + a];
      const v2 = batch[2 * width + a];
      const v3 = batch[3 * width + a];
      // Holidays are zero on most days.
      if (v0 === 0 && v1 === 0 && v2 === 0 && v3 === 0) continue;
      const at = place.start + a * place.stride;
      for (let b = 0; b <= a; b++) {
        into[at + b] += v0 * batch[b] + v1 * batch[width + b] + v2 * batch[2 * width + b] + v3 * batch[3 * width + b];
      }
    }
  }
}
