import { describe, expect, it } from '@jest/globals';
import { mayTake } from '../../../core/monitor/lock.ts';

const LOCK = { holder: 'run-1', action: 'select', expiresAtMs: 1000 } as const;

describe('mayTake', () => {
  it('takes what nobody has', () => {
    expect(mayTake(undefined, { holder: 'run-2', nowMs: 0 })).toBe(true);
  });

  it("respects another's lock until it expires", () => {
    expect(mayTake(LOCK, { holder: 'run-2', nowMs: 999 })).toBe(false);
    expect(mayTake(LOCK, { holder: 'run-2', nowMs: 1000 })).toBe(true);
  });

  it('takes its own again', () => {
    expect(mayTake(LOCK, { holder: 'run-1', nowMs: 0 })).toBe(true);
  });
});
