import type { Forecast } from './family.ts';

/** Room for a forecast of so many periods: three views of one buffer, because allocating is what a short forecast costs most. */
export function forecastBuffer(periods: number): Forecast {
  const values = new Float64Array(3 * periods);
  return {
    yhat: values.subarray(0, periods),
    lower: values.subarray(periods, 2 * periods),
    upper: values.subarray(2 * periods),
  };
}
