import { describe, expect, it } from '@jest/globals';
import { forecastBuffer, releaseForecast } from '../../../core/models/forecast-buffer.ts';

describe('forecastBuffer', () => {
  it('gives rooms of their own, and again the one that was given back last', () => {
    const [first, second] = [forecastBuffer(3), forecastBuffer(2)];
    second.yhat.fill(1);
    first.upper.fill(2);
    expect(second).toMatchObject({ yhat: Float64Array.of(1, 1) });
    releaseForecast(second);
    const third = forecastBuffer(2);
    expect(third.yhat.byteOffset).toBe(second.yhat.byteOffset);
    expect(third.yhat.buffer).toBe(second.yhat.buffer);
  });

  it('keeps the room of a forecast that others were made after, or that has an array of its own', () => {
    const [first, second] = [forecastBuffer(3), forecastBuffer(2)];
    releaseForecast(first);
    releaseForecast({ yhat: new Float64Array(9), lower: new Float64Array(9), upper: new Float64Array(9) });
    expect(forecastBuffer(2).yhat.byteOffset).toBe(second.upper.byteOffset + second.upper.byteLength);
  });
});
