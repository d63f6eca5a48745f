import { describe, expect, it } from '@jest/globals';
import { cellText } from '../../../core/ingest/cell-text.ts';

describe('cellText', () => {
  it.each([
    [0.1 + 0.2, '0.30000000000000004'],
    [5, '5'],
    [1e21, '1e+21'],
    [9007199254740993n, '9007199254740993'],
    [NaN, 'NaN'],
    [Infinity, 'Infinity'],
    ['as is ', 'as is '],
    [null, null],
    [undefined, null],
    [true, 'true'],
    [new Date(Date.UTC(2012, 1, 29)), '2012-02-29'],
    [new Date(Date.UTC(2012, 1, 29, 5)), '2012-02-29T05:00:00.000Z'],
    [new Date(NaN), 'invalid date'],
    [{ a: 1 }, '{"a":1}'],
  ])('writes %p as %j', (value, text) => {
    expect(cellText(value)).toBe(text);
  });
});
