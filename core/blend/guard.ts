/** Further from what the series was ever seen at than so many times its range, a forecast is taken for an accident. */
const RANGES_BEYOND = 3;
/** So many times the root mean square of the blend's errors may a refresh move the forecast. */
const USUAL_ERRORS = 5;

/** Whether a forecast lies where the series never was. A constant series says nothing. */
export function isOutside(yhat: Float64Array, [min, max]: readonly [number, number]): boolean {
  const beyond = RANGES_BEYOND * (max - min);
  return beyond > 0 && yhat.some((value) => !(value >= min - beyond && value <= max + beyond));
}

/** Of the largest observation: what lies outside of a constant series by less is rounding. */
const ROUNDING = 1e-9;

/**
 * How far a value lies outside of what its series was observed to be, in its unit and in times its range. Of a constant series it is a multiple of
 * the constant; infinite where that is zero.
 */
export function beyondObserved(
  value: number,
  [min, max]: readonly [number, number],
): { readonly distance: number; readonly ranges: number } {
  const distance = Math.max(min - value, value - max, 0);
  const size = Math.max(Math.abs(min), Math.abs(max));
  if (distance <= ROUNDING * (size === 0 ? 1 : size)) return { distance: 0, ranges: 0 };
  return { distance, ranges: distance / (max > min ? max - min : size) };
}

/** Sum of squares, and how many. */
export interface Squares {
  readonly squares: number;
  readonly count: number;
}

export const NO_SQUARES: Squares = { squares: 0, count: 0 };

export function addSquares(a: Squares, b: Squares): Squares {
  return { squares: a.squares + b.squares, count: a.count + b.count };
}

/**
 * From one forecast to the next.
 *
 * @param before NaN where nothing was said
 */
export function movementOf(yhat: Float64Array, before: Float64Array): Squares {
  let [squares, count] = [0, 0];
  for (let i = 0; i < before.length; i++) {
    if (!Number.isFinite(before[i])) continue;
    squares += (yhat[i] - before[i]) ** 2;
    count++;
  }
  return { squares, count };
}

export interface Movement {
  readonly value: number | null;
  readonly allowed: number | null;
}

/** Both null where there is nothing to hold it against. */
export function judgedMovement(moved: Squares, errors: Squares): Movement {
  if (moved.count === 0 || errors.squares === 0) return { value: null, allowed: null };
  return {
    value: Math.sqrt(moved.squares / moved.count),
    allowed: USUAL_ERRORS * Math.sqrt(errors.squares / errors.count),
  };
}
