import { describe, expect, it } from '@jest/globals';
import { buildModel, FAMILY_NAMES, familyOf } from '../../../core/models/families.ts';

const setting = { axis: { frequency: 'day', phase: 0 }, seasonLength: 365, seed: 1 } as const;

const ds = Int32Array.from({ length: 800 }, (_, i) => 11_000 + i);
const y = Float64Array.from(ds, (period) => 10 + 5 * Math.sin(period / 58) + Math.sin(period * period));

it('has these families, each once', () => {
  expect(FAMILY_NAMES).toEqual(['seasonal-naive', 'climatology', 'harmonic', 'prophet', 'theta', 'damped']);
});

describe('buildModel', () => {
  it.each(FAMILY_NAMES)('builds %s without options, and its state survives JSON', (family) => {
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

  it('refuses a family that there is not, by the candidate', () => {
    const build = () => buildModel({ name: 'mine', family: 'arima', options: {} }, setting);
    expect(build).toThrow(
      "candidate mine: there is no model family of this name; got 'arima'; allowed: seasonal-naive",
    );
  });

  it.each(FAMILY_NAMES)('refuses an option that %s does not have, by the candidate', (family) => {
    expect(() => buildModel({ name: 'mine', family, options: { colour: 'red' } }, setting)).toThrow(
      expect.objectContaining({ name: 'ModelOptionInvalid', message: expect.stringMatching(/mine.*colour/) }),
    );
  });
});

describe('familyOf', () => {
  it.each(FAMILY_NAMES)('says which version the states of %s have', (family) => {
    expect(familyOf(family).stateVersion).toBeGreaterThan(0);
  });

  it('refuses a name that no family has, and says which have one', () => {
    expect(() => familyOf('arima')).toThrow(
      expect.objectContaining({
        name: 'ModelOptionInvalid',
        message:
          "there is no model family of this name; got 'arima'; allowed: seasonal-naive, climatology, harmonic, prophet, theta, damped",
      }),
    );
  });
});
