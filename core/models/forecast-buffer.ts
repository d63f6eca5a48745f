import type { Forecast } from './family.ts';

/** Doubles allocated at once: some sixty folds of ninety steps. */
const SLAB_LENGTH = 16_384;
let slab = new Float64Array(0);
let taken = 0;

/**
 * Room for a forecast, in one piece; its content is undefined until it is written. Forecasts share allocations: cross-validation
 * makes them by the ten thousand, and an allocation of its own would cost each more than its computing.
 */
export function forecastBuffer(periods: number): Forecast {
  const length = 3 * periods;
  if (taken + length > slab.length) {
    slab = new Float64Array(Math.max(SLAB_LENGTH, length));
    taken = 0;
  }
  const start = taken;
  taken += length;
  return {
    yhat: slab.subarray(start, start + periods),
    lower: slab.subarray(start + periods, start + 2 * periods),
    upper: slab.subarray(start + 2 * periods, start + length),
  };
}

/** Takes back the room of the forecast that was made last, once nobody looks at it any more; of any other it does nothing. */
export function releaseForecast({ yhat, upper }: Forecast): void {
  const isLast = upper.buffer === slab.buffer && upper.byteOffset + upper.byteLength === taken * slab.BYTES_PER_ELEMENT;
  if (isLast) taken -= 3 * yhat.length;
}
