import { describe, expect, it } from '@jest/globals';
import { geometricMean, ratioOf, usersOf } from '../../../bench/truth/compare.ts';
import type { Window } from '../../../bench/truth/in-force.ts';

const DATES = { start: '2001-01-01', end: '2001-12-01' };
const NONE = { joined: 0, squared: 0, covered: 0 };

function window(joined: number, squared: number): Window {
  const inForce = { joined, squared, covered: joined };
  return {
    train: DATES,
    evaluate: DATES,
    inForce,
    byLook: [],
    looks: [],
    upToNextLook: inForce,
    beyond: NONE,
    held: inForce,
  };
}

describe("a set's users", () => {
  it('have the root of all squared errors over all rows, and not the mean of the windows', () => {
    const { rmse, worst } = usersOf([window(1, 100), window(3, 44)]);
    expect(rmse).toBe(6);
    expect(worst).toBe(10);
  });

  it('count the windows that had no forecast', () => {
    const { withoutForecast, worst } = usersOf([window(4, 16), { ...window(4, 16), inForce: NONE }]);
    expect(withoutForecast).toBe(1);
    expect(worst).toBe(2);
  });

  it('are covered up to the next look and beyond it, each over its own rows', () => {
    const upToNextLook = { joined: 10, squared: 1, covered: 7 };
    const beyond = { joined: 40, squared: 1, covered: 10 };
    const { coverage } = usersOf([{ ...window(10, 1), upToNextLook, beyond }]);
    expect(coverage).toEqual({ upToNextLook: 0.7, beyond: 0.25 });
    expect(usersOf([window(1, 1)]).coverage.beyond).toBeUndefined();
  });

  it('are compared on the windows that both were served in; the worst windows may be two', () => {
    const yardstick = usersOf([window(1, 4), window(1, 400), window(1, 16)]);
    const users = usersOf([window(1, 16), { ...window(1, 1), inForce: NONE }, window(1, 4)]);
    expect(ratioOf(users, yardstick)).toEqual({ pooled: 1, worst: 0.2 });
  });
});

describe('the geometric mean', () => {
  it('lets a half and a double cancel each other', () => {
    expect(geometricMean([0.5, 2])).toBe(1);
    expect(geometricMean([0.5, 0.5, 4])).toBeCloseTo(1, 12);
  });
});
