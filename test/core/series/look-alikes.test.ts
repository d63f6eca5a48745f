import { describe, expect, it } from '@jest/globals';
import { lookAlikes, lookAlikesText } from '../../../core/series/look-alikes.ts';

describe('names that look alike', () => {
  it('differ in case, spaces, the form of letters, invisible characters, or the form of a number', () => {
    expect(lookAlikes(['b', 'Berlin', 'berlin', 'A B', 'A\u00a0B', 'AB', 'a', 'x\u200b', 'x'])).toEqual([
      ['A B', 'AB', 'A\u00a0B'],
      ['Berlin', 'berlin'],
      ['x', 'x\u200b'],
    ]);
    expect(lookAlikes(['K\u00f6ln', 'Ko\u0308ln', 'Koln'])).toEqual([['Ko\u0308ln', 'K\u00f6ln']]);
    expect(lookAlikes(['007', '7', '7.0', '70', '7.1'])).toEqual([['007', '7', '7.0']]);
  });

  it('are none where a name stands twice', () => {
    expect(lookAlikes(['a', 'a', 'b'])).toEqual([]);
    expect(lookAlikesText([])).toBeUndefined();
  });

  it('are told apart in the sentence', () => {
    expect(lookAlikesText(lookAlikes(['A B', 'A\u00a0B', 'K\u00f6ln', 'Ko\u0308ln']))).toBe(
      "Names that differ in case, spaces, the form of letters or of a number alone are of series of their own: 'A B', 'A\\u{a0}B'; " +
        "'Ko\\u{308}ln', 'K\u00f6ln'; where one series is meant, write it in one way.",
    );
    const many = Array.from({ length: 5 }, (_, i) => [`s${i}`, `S${i}`]).flat();
    expect(lookAlikesText(lookAlikes([...many, 's0 ', ' s0']))).toContain(
      ": ' s0', 'S0', 's0', ...; 'S1', 's1'; 'S2', 's2'; and 2 more;",
    );
  });
});
