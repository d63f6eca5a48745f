import type { Users } from '../../../bench/truth/compare.ts';
import { usersOf } from '../../../bench/truth/compare.ts';
import type { Outcome } from '../../../bench/truth/outcome.ts';

const DATES = { start: '2001-01-01', end: '2001-12-01' };

/** Users of one window of a hundred rows, all of them covered as often as asked. */
export function users(rmse: number, covered = 80): Users {
  const sums = { joined: 100, squared: rmse ** 2 * 100, covered };
  return usersOf([
    {
      train: DATES,
      evaluate: DATES,
      inForce: sums,
      byLook: [],
      looks: [],
      upToNextLook: sums,
      beyond: sums,
      held: sums,
    },
  ]);
}

export const GOOD: Outcome = {
  set: 'good',
  users: { 'promote-latest': users(10), 'refresh-latest': users(8), gates: users(5) },
  plays: {},
  prophet: 10,
};
