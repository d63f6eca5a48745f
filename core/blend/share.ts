import type { Recipe } from '../contracts/recipe.ts';

/** What the blend has learned about average and choice; it outlives refreshes and selections of one recipe. */
export interface Share {
  /** Of the average in the forecast; the rest is the choice's. */
  readonly average: number;
  /** The usual mean square of the blend's errors; undefined before the first look. */
  readonly level?: number | undefined;
}

export const FIRST_SHARE: Share = { average: 0.5 };

/** Before any look; what is no blend is one of its two sides for good. */
export function firstShare(kind: Recipe['kind']): Share {
  switch (kind) {
    case 'blend':
      return FIRST_SHARE;
    case 'average':
      return { average: 1 };
    case 'choice':
      return { average: 0 };
  }
}

const LEVEL_MEMORY = 0.8;
/** Neither side ever falls below half of it. */
const SHARED = 0.05;
/** Further apart, the worse side's weight is nothing already. */
const LARGEST_EXPONENT = 50;

/**
 * After a look: exponential weights with a fixed share (Herbster & Warmuth 1998, rate 1).
 *
 * @param average mean square of the average's errors over the look's rows, each series by its own size; `choice` likewise
 */
export function learned(
  { average: share, level }: Share,
  { average, choice }: { readonly average: number; readonly choice: number },
): Share {
  const loss = share * average + (1 - share) * choice;
  const now = level === undefined ? loss : LEVEL_MEMORY * level + (1 - LEVEL_MEMORY) * loss;
  if (now === 0) return { average: share, level: now };
  const p = share * Math.exp(-Math.min(average / now, LARGEST_EXPONENT));
  const q = (1 - share) * Math.exp(-Math.min(choice / now, LARGEST_EXPONENT));
  return { average: (1 - SHARED) * (p / (p + q)) + SHARED / 2, level: now };
}
