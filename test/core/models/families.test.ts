import { describe, expect, it } from '@jest/globals';
import { buildModel, familyOf } from '../../../core/models/families.ts';

const setting = { axis: { frequency: 'day', phase: 0 }, seasonLength: 365, seed: 1 } as const;
const FAMILIES = ['seasonal-naive', 'climatology', 'harmonic', 'prophet'] as const;

const ds = Int32Array.from({ length: 800 }, (_, i) => 11_000 + i);
const y = Float64Array.from(ds, (period) => 10 + 5 * Math.sin(period / 58) + Math.sin(period * period));

describe('buildModel', () => {
  it.each(FAMILIES)('builds %s without options, and its state survives JSON', (family) => {
    const model = buildModel({ name: 'one', family, options: {} }, setting);
    const state = model.prepare({ uniqueId: 'a', ds, y }).fit(800);
    const ahead = Int32Array.of(11_800, 11_801, 12_100);
    const { yhat, lower, upper } = model.forecast(JSON.parse(JSON.stringify(state)), ahead, 0.8);
    expect([yhat, lower, upper].map((values) => values.length)).toEqual([3, 3, 3]);
    yhat.forEach((value, i) => {
      expect(lower[i]).toBeLessThan(value);
      expect(upper[i]).toBeGreaterThan(value);
    });
    expect({ yhat, lower, upper }).toEqual(model.forecast(state, ahead, 0.8));
  });

  it.each(FAMILIES)('refuses an option that %s does not have, by the candidate', (family) => {
    expect(() => buildModel({ name: 'mine', family, options: { colour: 'red' } }, setting)).toThrow(
      expect.objectContaining({ name: 'ModelOptionInvalid', message: expect.stringMatching(/mine.*colour/) }),
    );
  });
});

describe('familyOf', () => {
  it.each(FAMILIES)('says which version the states of %s have', (family) => {
    expect(familyOf(family).stateVersion).toBeGreaterThan(0);
  });
});
