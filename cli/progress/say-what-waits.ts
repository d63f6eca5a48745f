import type { Ports } from '../../core/ports.ts';
import { readWaiting } from '../../lake/waiting/list.ts';
import { waitingTexts } from '../../lake/waiting/texts.ts';
import type { Screen } from './screen.ts';

/** At a run's end: what a tracking server has not taken, and that the next run sends it. */
export async function sayWhatWaits({ stores }: Pick<Ports, 'stores'>, screen: Screen): Promise<void> {
  for (const text of waitingTexts(await readWaiting(stores.artifacts))) screen.say(`\n${text}`, 0, 'doubtful');
}
