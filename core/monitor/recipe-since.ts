import type { Transition } from '../contracts/promotion.ts';

/**
 * The move by which the version's recipe went live, as a new one or as the former one again; undefined for a version that never was in
 * Production.
 *
 * @param history every move, oldest first
 */
export function entryOfRecipe(history: readonly Transition[], version: number): Transition | undefined {
  let asked = version;
  for (;;) {
    // Whatever moved there later was a way back to what it has been since.
    const at = history.findIndex(({ to }) => to === asked);
    if (at === -1) return undefined;
    const move = history[at];
    if (move.action !== 'refresh' || move.from === null) return move;
    // The recipe of the version that it took the place of.
    asked = move.from;
  }
}

/** The first version of its recipe since the recipe last changed. */
export function recipeSince(history: readonly Transition[], version: number): number {
  return entryOfRecipe(history, version)?.to ?? version;
}
