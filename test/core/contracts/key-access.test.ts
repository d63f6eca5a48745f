import { describe, expect, it } from '@jest/globals';
import { matchesPattern, together, wholeAccess } from '../../../core/contracts/key-access.ts';

describe('a pattern of keys', () => {
  it.each([
    ['runs/*/run.json', 'runs/weather/a/run.json', true],
    ['runs/*/run.json', 'runs//run.json', true],
    ['runs/*/run.json', 'runs/weather/a/run.json.bak', false],
    ['runs/*/run.json', 'replays/runs/weather/run.json', false],
    ['runs/*/run.json', 'runs/weather/a/run-json', false],
    ['*/series/*', 'weather/series/_delta_log/0.json', true],
    ['*/series/*', 'series/0.json', false],
    ['*', 'anything\nat all', true],
    ['a+b', 'aab', false],
  ])('%s: %s is %s, as to IAM', (pattern, key, isNamed) => {
    expect(matchesPattern(pattern, key)).toBe(isNamed);
  });
});

describe('the whole access of a row', () => {
  const whole = wholeAccess({
    reads: { landing: ['*'], gold: ['*/forecasts/*', 'format.json'], artifacts: ['runs/*'] },
    writes: { bronze: ['*/refused/*'], artifacts: ['runs/*'] },
  });

  it('has the same keys within a replay, in gold and artifacts alone', () => {
    expect(whole.reads.gold).toEqual(['*/forecasts/*', 'format.json', 'replays/*/format.json']);
    expect(whole.reads.artifacts).toContain('replays/*/runs/*');
    expect(whole.writes.artifacts).toContain('replays/*/runs/*');
    expect(whole.reads.landing).toEqual(['*']);
  });

  it('has the format of what is read, to raise it where it is written as well', () => {
    expect(whole.reads.artifacts).toContain('format.json');
    expect(whole.writes.artifacts).toContain('format.json');
    expect(whole.writes.bronze).toEqual(['*/refused/*']);
    expect(whole.writes).not.toHaveProperty('gold');
  });
});

it('several are one, each pattern once', () => {
  const one = { reads: { silver: ['b', 'a'] }, writes: {} };
  expect(together([one, { reads: { silver: ['a'], gold: [] }, writes: {} }])).toEqual({
    reads: { silver: ['a', 'b'] },
    writes: {},
  });
});
