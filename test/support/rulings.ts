import type { Ruling } from '../../core/contracts/rulings.ts';

/** Of a delivery whose sha256 is all 'a'. */
export function ruling(over: Partial<Ruling>): Ruling {
  const at = '2026-11-28T12:00:00.000Z';
  const delivery = 'a'.repeat(64);
  return { delivery, key: 'weather/a.csv', ruling: 'withdraw', by: 'ann', reason: 'doubled', at, runId: 'r1', ...over };
}
