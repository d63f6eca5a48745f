import { thousands } from '../contracts/figures.ts';
import type { RunRecord } from './run-record.ts';

/**
 * Beside the error of a window: '54 of 60, 6 refused', of the forecasts those that an actual is known of, and the rows of the stretch that were
 * refused; 'not scored: no actuals' where there is no error.
 */
export function joinedText({ counts: { joined, forecast }, due, notScored, refusedEval }: RunRecord): string {
  const all = due ?? forecast;
  const refused = Object.values(refusedEval).reduce((sum, rows) => sum + rows, 0);
  const known = joined === all ? thousands(joined) : `${thousands(joined)} of ${thousands(all)}`;
  const withRefused = refused === 0 ? known : `${known}, ${thousands(refused)} refused`;
  return notScored === null
    ? withRefused
    : `not scored: ${notScored}${refused === 0 ? '' : `, ${thousands(refused)} refused`}`;
}
