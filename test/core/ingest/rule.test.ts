import { describe, expect, it } from '@jest/globals';
import { decideRuling } from '../../../core/ingest/rule.ts';
import { ruling } from '../../support/rulings.ts';

const WITHDRAWN = ruling({ runId: 'r1' });
const RESTORED = ruling({ runId: 'r2', ruling: 'restore' });
const ACCEPTED = ruling({ runId: 'r3', ruling: 'accept' });
const asked = (kind: 'withdraw' | 'restore' | 'accept') => ruling({ runId: 'new', ruling: kind });

describe('a ruling', () => {
  it.each([
    ['withdraws what nobody has ruled on', [], 'withdraw'],
    ['withdraws again what was restored', [WITHDRAWN, RESTORED], 'withdraw'],
    ['withdraws what was accepted', [ACCEPTED], 'withdraw'],
    ['restores what is withdrawn', [WITHDRAWN], 'restore'],
    ['accepts what nobody has ruled on', [], 'accept'],
    ['accepts what was restored', [WITHDRAWN, RESTORED], 'accept'],
  ] as const)('%s', (_, before, kind) => {
    expect(decideRuling(before, asked(kind))).toEqual(asked(kind));
  });

  const told = "got 'withdraw by ann at 2026-11-28T12:00:00.000Z: doubled'";
  it.each([
    [
      'withdraw',
      [WITHDRAWN],
      `is withdrawn already; ${told}; hint: nothing is to be done; 'restore' ends the withdrawal`,
    ],
    [
      'restore',
      [],
      "is not withdrawn: there is nothing to restore; got 'no ruling on it'; hint: look at the list which one is",
    ],
    ['restore', [WITHDRAWN, RESTORED], 'is not withdrawn: there is nothing to restore; got '],
    ['restore', [ACCEPTED], 'is not withdrawn: there is nothing to restore; got '],
    ['accept', [ACCEPTED], 'is accepted already; got '],
    ['accept', [WITHDRAWN], `is withdrawn: nothing of it is read; ${told}; hint: restore it first, then accept it`],
  ] as const)('is refused where it changes nothing, or another comes first: %s after %j', (kind, before, message) => {
    expect(() => decideRuling(before, asked(kind))).toThrow(
      expect.objectContaining({
        name: 'RulingRefused',
        message: expect.stringContaining(`the delivery aaaaaaaaaaaa ('weather/a.csv') ${message}`),
      }),
    );
  });

  it('is of one delivery: what was ruled on others stands for itself', () => {
    const other = ruling({ delivery: 'b'.repeat(64), runId: 'new', ruling: 'withdraw' });
    expect(decideRuling([WITHDRAWN], other)).toEqual(other);
  });

  it('that its run has made before is that one, whatever came since', () => {
    expect(decideRuling([WITHDRAWN, RESTORED], ruling({ runId: 'r1', at: 'later' }))).toBe(WITHDRAWN);
  });

  it.each([
    ['on another delivery', { delivery: 'b'.repeat(64) }],
    ['of another kind', { ruling: 'restore' }],
  ] as const)('is refused where its run has made one %s', (_, over) => {
    expect(() => decideRuling([WITHDRAWN], ruling({ runId: 'r1', ...over }))).toThrow(
      expect.objectContaining({
        name: 'RulingRefused',
        message:
          "the run 'r1' has made another ruling already; got 'withdraw aaaaaaaaaaaa ('weather/a.csv')'; " +
          'hint: start this one under a run id of its own',
      }),
    );
  });
});
