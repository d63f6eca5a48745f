import { describe, expect, it } from '@jest/globals';
import type { Transition } from '../../../core/contracts/promotion.ts';
import { entryOfRecipe, recipeSince } from '../../../core/monitor/recipe-since.ts';

/** Moves of Production, oldest first. */
function moved(...moves: readonly (readonly [Transition['action'], number])[]): readonly Transition[] {
  return moves.map(([action, to], index) => ({
    dataset: 'weather',
    revision: index + 1,
    transitionId: `move-${index + 1}`,
    action,
    from: index === 0 ? null : moves[index - 1][1],
    to,
    by: 'ada',
    reason: 'r',
    evidence: null,
    atMs: 0,
  }));
}

describe('recipeSince', () => {
  it.each<[string, readonly Transition[], number, number]>([
    ['the first version', moved(['promote', 1]), 1, 1],
    ['a version that was fitted anew', moved(['promote', 1], ['refresh', 2], ['refresh', 3]), 3, 1],
    ['another recipe', moved(['promote', 1], ['refresh', 2], ['promote', 3], ['refresh', 4]), 4, 3],
    ['the former recipe again', moved(['promote', 1], ['promote', 2], ['return', 3], ['refresh', 4]), 4, 3],
    [
      'a version that a person went back to',
      moved(['promote', 1], ['refresh', 2], ['promote', 3], ['roll-back', 2]),
      2,
      1,
    ],
    [
      'one that was fitted anew after a way back',
      moved(['promote', 1], ['promote', 2], ['roll-back', 1], ['release', 1], ['refresh', 3]),
      3,
      1,
    ],
    ['a version that never was in Production', moved(['promote', 1]), 7, 7],
    ['nothing in Production', [], 7, 7],
  ])('%s', (_, moves, version, expected) => {
    expect(recipeSince(moves, version)).toBe(expected);
  });
});

describe('entryOfRecipe', () => {
  it('is the move that the recipe came in by', () => {
    const moves = moved(['promote', 1], ['refresh', 2], ['promote', 3]);
    expect(entryOfRecipe(moves, 2)).toBe(moves[0]);
    expect(entryOfRecipe(moves, 3)).toBe(moves[2]);
    expect(entryOfRecipe(moves, 4)).toBeUndefined();
  });
});
