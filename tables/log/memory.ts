import type { ObjectInfo, ObjectStore } from '../../core/ports.ts';
import type { Action } from './actions.ts';

/** Per store; an action with its statistics takes up to a kilobyte. */
const MAX_ACTIONS = 50_000;

type Tagged = Pick<ObjectInfo, 'key' | 'tag'>;

interface Entry {
  readonly object: Tagged;
  readonly actions: readonly Action[];
}

interface Memory {
  /** By key, the one asked for last at the end. */
  readonly entries: Map<string, Entry>;
  actions: number;
}

/** By the store itself: another bucket, or the same one through other eyes, shares nothing. */
const memories = new WeakMap<ObjectStore, Memory>();

/**
 * An object of a log, as this process parsed it before. Commits and checkpoints never change, but a table may be deleted and made
 * again: only what the store lists under the same tag is the object that was parsed.
 */
export async function recalled(
  store: ObjectStore,
  object: Tagged,
  parse: (key: string) => Promise<readonly Action[]>,
): Promise<readonly Action[]> {
  const known = memories.get(store)?.entries.get(object.key);
  const actions = known?.object.tag === object.tag ? known.actions : await parse(object.key);
  remember(store, { object, actions });
  return actions;
}

/** What was not asked for longest makes room. */
export function remember(store: ObjectStore, entry: Entry): void {
  const memory = memories.get(store) ?? { entries: new Map<string, Entry>(), actions: 0 };
  memories.set(store, memory);
  forget(memory, entry.object.key);
  if (entry.actions.length > MAX_ACTIONS) return;
  memory.entries.set(entry.object.key, entry);
  memory.actions += entry.actions.length;
  for (const oldest of memory.entries.keys()) {
    if (memory.actions <= MAX_ACTIONS) return;
    forget(memory, oldest);
  }
}

function forget(memory: Memory, key: string): void {
  memory.actions -= memory.entries.get(key)?.actions.length ?? 0;
  memory.entries.delete(key);
}
