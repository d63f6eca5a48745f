import type { WaitingEntry, WaitingList } from '../../core/contracts/waiting.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { readWaiting, updateWaiting } from './list.ts';
import { waitingTexts } from './texts.ts';

/** What people have not been told of, a line each; they count as told from now on. An outage is told once, however much waits for its end. */
export async function tellNews(store: ObjectStore): Promise<string> {
  const before = await readWaiting(store);
  if (before.entries.every(({ isTold }) => isTold)) return '';
  const texts = waitingTexts({ entries: before.entries.filter((entry) => isNews(entry, before)) });
  const ids = new Set(before.entries.map(({ id }) => id));
  await updateWaiting(store, (list) => ({
    ...list,
    entries: list.entries.map((entry) => (ids.has(entry.id) ? { ...entry, isTold: true } : entry)),
  }));
  return texts.map((text) => `\n${text}\n`).join('');
}

function isNews(entry: WaitingEntry, { entries }: WaitingList): boolean {
  if (entry.isTold) return false;
  const isKnown = (other: WaitingEntry) => other.uri === entry.uri && !other.isRefused && other.isTold;
  return entry.isRefused || !entries.some(isKnown);
}
