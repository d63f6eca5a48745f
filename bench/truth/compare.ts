import type { Sums, Window } from './in-force.ts';

/** A set's users by one policy. */
export interface Users {
  /** Each row's error by the forecast that was in force, all windows' rows together. */
  readonly rmse: number;
  /** The greatest RMSE of a window. */
  readonly worst: number;
  readonly withoutForecast: number;
  /** Shares of the rows that lie in the interval; undefined where there is no such row. */
  readonly coverage: { readonly upToNextLook: number | undefined; readonly beyond: number | undefined };
  /** RMSE of the forecasts that the windows began with. */
  readonly held: number;
  /** In force, window by window. */
  readonly windows: readonly Sums[];
}

export function usersOf(windows: readonly Window[]): Users {
  const pooled = (part: Part): Sums => windows.map((window) => window[part]).reduce(add, NONE);
  const forecasted = windows.filter(({ inForce }) => inForce.joined > 0);
  return {
    rmse: rmseOf(pooled('inForce')),
    worst: Math.max(...forecasted.map(({ inForce }) => rmseOf(inForce))),
    withoutForecast: windows.length - forecasted.length,
    coverage: { upToNextLook: coverageOf(pooled('upToNextLook')), beyond: coverageOf(pooled('beyond')) },
    held: rmseOf(pooled('held')),
    windows: windows.map(({ inForce }) => inForce),
  };
}

type Part = 'inForce' | 'upToNextLook' | 'beyond' | 'held';

const NONE: Sums = { joined: 0, squared: 0, covered: 0 };

function add(a: Sums, b: Sums): Sums {
  return { joined: a.joined + b.joined, squared: a.squared + b.squared, covered: a.covered + b.covered };
}

function rmseOf({ squared, joined }: Sums): number {
  return Math.sqrt(squared / joined);
}

function coverageOf({ covered, joined }: Sums): number | undefined {
  return joined === 0 ? undefined : covered / joined;
}

export interface Ratio {
  /** Pooled RMSE over the other's, on the windows in which both had a forecast. */
  readonly pooled: number;
  /** The worst window's RMSE over that of the other's worst window, which may be another one. */
  readonly worst: number;
}

/** @param yardstick what the users of the same windows got by another policy */
export function ratioOf(users: Users, yardstick: Users): Ratio {
  const both = users.windows.map(({ joined }, at) => joined > 0 && yardstick.windows[at].joined > 0);
  const common = ({ windows }: Users) => rmseOf(windows.filter((_, at) => both[at]).reduce(add, NONE));
  return { pooled: common(users) / common(yardstick), worst: users.worst / yardstick.worst };
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
