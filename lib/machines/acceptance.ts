import { acceptanceRun } from '../../environments/acceptance-run.ts';
import type { PlatformEnvironment } from '../../environments/environment.ts';
import { inReplay } from './jsonata.ts';

/** What a caller says of the date counts within a replay, and of the one window that accepts a commit; elsewhere the newest observation tells it. */
export function dateThatCounts(acceptance: PlatformEnvironment['acceptance']): string {
  if (acceptance === 'none') return inReplay('$asked.asOf');
  const { dataset, window } = acceptanceRun(acceptance);
  // Looks within the window are of dates after its training.
  const isWithin = `$asked.asOf >= '${window.train.end}' and $asked.asOf <= '${window.evaluate.end}'`;
  const isAccepting = `$dataset = '${dataset}' and ${isWithin}`;
  return `($exists($asked.replay) or (${isAccepting}) ? $asked.asOf)`;
}
