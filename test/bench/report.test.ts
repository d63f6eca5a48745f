import { describe, expect, it } from '@jest/globals';
import { figureJson, figureLine } from '../../bench/report.ts';

const FIGURE = { name: 'replay', value: 8.126, unit: 'x', limitedBy: 'start-up' };

describe('a figure of the benchmark', () => {
  it('shows what was measured beside a target that it meets', () => {
    expect(figureLine({ ...FIGURE, target: { atLeast: 8 } })).toBe('replay: 8.13 x (target >= 8, met)');
    expect(figureLine({ ...FIGURE, target: { atMost: 8.126 } })).toBe('replay: 8.13 x (target <= 8.126, met)');
  });

  it('says what limits it where it misses the target', () => {
    expect(figureLine({ ...FIGURE, target: { between: [9, 10] } })).toBe(
      'replay: 8.13 x (target 9 to 10, NOT met: start-up)',
    );
  });

  it('misses a target that it has no number for', () => {
    expect(figureJson({ ...FIGURE, value: NaN, target: { atMost: 1 } }).met).toBe(false);
  });

  it('has no verdict without a target', () => {
    expect(figureLine({ name: 'peer', value: 1234.5, unit: 's', note: 'median of 3' })).toBe(
      'peer: 1235 s\n    median of 3',
    );
    expect(figureJson(FIGURE)).toEqual(FIGURE);
  });
});
