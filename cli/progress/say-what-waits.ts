import type { Ports } from '../../core/ports.ts';
import { readWaiting } from '../../lake/waiting/list.ts';
import { elsewhereTexts, waitingTexts } from '../../lake/waiting/texts.ts';
import type { Screen } from './screen.ts';

/**
 * At a run's end: what a tracking server has not taken, and that the next run sends it. Why another server than the run's own did not take it has
 * been told by the run that spoke to it: an address that was mistyped once would otherwise fill the end of every run after it.
 */
export async function sayWhatWaits(
  { stores, tracker: { uri: own } }: Pick<Ports, 'stores' | 'tracker'>,
  screen: Pick<Screen, 'say'>,
): Promise<void> {
  const { entries } = await readWaiting(stores.artifacts);
  const isElsewhere = ({ uri }: { readonly uri: string }) => own !== undefined && uri !== own;
  const texts = [
    ...waitingTexts({ entries: entries.filter((entry) => !isElsewhere(entry)) }),
    ...elsewhereTexts(entries.filter(isElsewhere)),
  ];
  for (const text of texts) screen.say(`\n${text}`, 0, 'doubtful');
}
