import { waitingKeys } from '../../core/contracts/keys.ts';
import { NOTHING_WAITS, type WaitingEntry, type WaitingList, waitingListSchema } from '../../core/contracts/waiting.ts';
import type { ObjectStore } from '../../core/ports.ts';
import { readJsonIfPresent, updateJson } from '../json-object.ts';

/** Long enough for one thing to be sent, files and all: the sender takes its turn anew for each. */
const TURN_MS = 5 * 60_000;

export async function readWaiting(store: ObjectStore): Promise<WaitingList> {
  return (await readJsonIfPresent(store, waitingKeys.list, waitingListSchema)) ?? NOTHING_WAITS;
}

export function updateWaiting(store: ObjectStore, change: (before: WaitingList) => WaitingList): Promise<WaitingList> {
  return updateJson(store, waitingKeys.list, { schema: waitingListSchema, initial: NOTHING_WAITS, change });
}

/** Behind all others; a record of the same run instead of the one before it, since others that wait may need it. */
export function withEntry(list: WaitingList, entry: WaitingEntry): WaitingList {
  const before = list.entries.find((other) => isSame(other, entry));
  if (before === undefined) return { ...list, entries: [...list.entries, entry] };
  const kept = { ...entry, isTold: before.isTold && before.isRefused === entry.isRefused };
  const entries =
    entry.kind === 'record'
      ? list.entries.map((other) => (other === before ? kept : other))
      : [...list.entries.filter((other) => other !== before), kept];
  return { ...list, entries };
}

/**
 * Without what was sent, and without what it has made untrue: marks of Production before it, and, where it did not wait itself, what waited of the
 * same subject.
 */
export function withoutSent(list: WaitingList, sent: Subject & Pick<WaitingEntry, 'id'>): WaitingList {
  const place = list.entries.findIndex(({ id }) => id === sent.id);
  const didWait = place !== -1;
  const isOver = (entry: WaitingEntry, at: number): boolean => {
    if (didWait ? entry.id === sent.id : isSame(entry, sent)) return true;
    return sent.kind === 'markProduction' && isSameKind(entry, sent) && (!didWait || at < place);
  };
  return { ...list, entries: list.entries.filter((entry, at) => !isOver(entry, at)) };
}

/**
 * Whether the time is to come, of one that was set at most so long ahead: what is twice as far was written by a clock that has been set back since,
 * and would hold everything up until then.
 */
export function isAhead(untilMs: number, nowMs: number, mostMs: number): boolean {
  return untilMs > nowMs && untilMs - nowMs <= 2 * mostMs;
}

/** Takes the turn, or keeps it; the list as it is where somebody else has it. */
export function inTurn(list: WaitingList, by: string, nowMs: number): WaitingList {
  if (list.sender !== null && list.sender.by !== by && isAhead(list.sender.untilMs, nowMs, TURN_MS)) return list;
  return { ...list, sender: { by, untilMs: nowMs + TURN_MS } };
}

export function outOfTurn(list: WaitingList, by: string): WaitingList {
  return list.sender?.by === by ? { ...list, sender: null } : list;
}

type Subject = Pick<WaitingEntry, 'uri' | 'kind' | 'dataset' | 'runId' | 'part'>;

function isSameKind(a: Subject, b: Subject): boolean {
  return a.uri === b.uri && a.kind === b.kind && a.dataset === b.dataset;
}

export function isSame(a: Subject, b: Subject): boolean {
  return isSameKind(a, b) && a.runId === b.runId && a.part === b.part;
}
