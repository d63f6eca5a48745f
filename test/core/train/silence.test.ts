import { describe, expect, it } from '@jest/globals';
import { silentSince } from '../../../core/train/silence.ts';

const PANEL = { last: 100, cadencePeriods: 10 };

describe('silentSince', () => {
  it('is the last observation, once three looks have passed without one', () => {
    expect(silentSince(Int32Array.of(60, 65, 69), PANEL)).toBe(69);
    expect(silentSince(Int32Array.of(60, 65, 70), PANEL)).toBeUndefined();
    expect(silentSince(Int32Array.of(69), PANEL)).toBe(69);
  });

  it('lets a series pause for as long as it did before', () => {
    expect(silentSince(Int32Array.of(10, 50, 60), PANEL)).toBeUndefined();
    expect(silentSince(Int32Array.of(10, 49, 60), PANEL)).toBe(60);
  });
});
