import { describe, expect, it } from '@jest/globals';
import { tableOf } from '../../../bench/truth/table.ts';
import { GOOD, users } from './outcomes.ts';

const PLAY = { windows: [], seconds: 12.3, fits: 70 };

describe('the table by set', () => {
  it('has each policy beside the one that promotes the latest', () => {
    const outcome = { ...GOOD, plays: { 'promote-latest': PLAY, gates: { ...PLAY, fits: 90, seconds: 14 } } };
    expect(tableOf([outcome], ['promote-latest', 'refresh-latest', 'gates']).split('\n')).toEqual([
      'set   promote-latest RMSE  refresh-latest / promote-latest  gates / promote-latest  gates / refresh-latest  coverage to next look, beyond  held / Python Prophet   fits  seconds',
      '----  -------------------  -------------------------------  ----------------------  ----------------------  -----------------------------  ---------------------  -----  -------',
      'good                10.00                       0.800/0.80              0.500/0.50              0.625/0.63                     0.80, 0.80                  0.500  70 90    12 14',
    ]);
  });

  it('has the error itself where nothing stands beside it, and marks windows without a forecast', () => {
    const { prophet, ...unasked } = GOOD;
    const outcome = { ...unasked, users: { gates: { ...users(1234.5), withoutForecast: 1 } } };
    expect(prophet).toBe(10);
    expect(tableOf([outcome], ['gates']).split('\n')[2]).toMatch(/^good +1235!1 +0\.80, 0\.80/);
  });
});
