import { describe, expect, it } from '@jest/globals';
import { editDistance, nearestName } from '../../../core/ingest/nearest-name.ts';

describe('editDistance', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['same', 'same', 0],
  ])('%j to %j is %d', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
  });
});

describe('nearestName', () => {
  it('ignores letter case', () => {
    expect(nearestName('temp_max', ['TEMP_MIN', 'TEMP_MAX'])).toBe('TEMP_MAX');
  });

  it('gives the first of equally near names', () => {
    expect(nearestName('b', ['a', 'c'])).toBe('a');
  });

  it('gives nothing when there are no names', () => {
    expect(nearestName('a', [])).toBeUndefined();
  });
});
