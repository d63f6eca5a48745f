import { describe, expect, it } from '@jest/globals';
import { decodeLook, encodeLook, type Look } from '../../../core/blend/look-file.ts';

const LOOK: Look = {
  header: {
    asOf: '2020-03-08',
    range: { start: '2020-03-02', end: '2020-03-08' },
    version: 1,
    candidates: [{ name: 'naive', family: 'seasonal-naive', options: {} }],
    rows: 7,
    average: 1.5,
    choice: null,
    share: { before: { average: 0.5 }, after: { average: 0.6, level: 2 } },
    weights: [1],
    rmse: 2,
    naiveRmse: null,
    refused: { version: 2, rmse: 1, joined: 7 },
    former: null,
  },
  series: [
    { unique_id: 'a', rows: 7, mse: [4], ratios: [0.5, 0.25] },
    { unique_id: 'b', rows: 1, mse: [null], ratios: [] },
  ],
};

describe('a look file', () => {
  it('is a header and one line a series, and reads as it was written', () => {
    const text = encodeLook(LOOK);
    expect(text.split('\n')).toHaveLength(4);
    expect(text).toContain('\n{"unique_id":"a","rows":7,"mse":[4],"ratios":[0.5,0.25]}\n');
    expect(decodeLook(text)).toEqual(LOOK);
    expect(encodeLook(decodeLook(text))).toBe(text);
  });

  it('is none where its first line is another', () => {
    expect(() => decodeLook(encodeLook(LOOK).split('\n').slice(1).join('\n'))).toThrow('asOf');
  });
});
