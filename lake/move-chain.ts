import { registryKeys } from '../core/contracts/keys.ts';
import type { AuditBreak, KeyCheck, KeyRing, ObjectStore } from '../core/ports.ts';
import { type ChainPlace, linkProblem, type MoveRecord, placeProblem } from '../core/signing/move-record.ts';
import { bytesOf, hashOf, messageOf } from './move-record.ts';
import { indexKey, type Read, type TransitionRecords } from './transition-records.ts';

const KEY_PROBLEMS: Readonly<Record<Exclude<KeyCheck, 'valid'>, string>> = {
  invalid: 'the signature is not that of the key over this move',
  'unknown-key': 'it is signed with a key that is not trusted for the audit',
  'disabled-key': 'it is signed with a key that is disabled',
  'withdrawn-key': 'it is signed with a key that was withdrawn before',
};

/** What the chain of a data set's moves is read from, and whose signatures count. */
export interface Chain {
  readonly store: ObjectStore;
  readonly records: TransitionRecords;
  readonly place: ChainPlace;
  readonly keys: KeyRing;
}

/**
 * What is wrong with the newest move: whether it was signed, follows from the record before, which was held against the one before it when it
 * was the newest, and is what its own record says, where a crash did not leave that out. Costs the same however many moves there are.
 *
 * 'moved on': a record lies there of a move after it. Records are written after the pointer, so that the pointer is read anew, or is an old one.
 */
export async function newestBreak(
  chain: Chain,
  newest: MoveRecord | undefined,
): Promise<AuditBreak | 'moved on' | undefined> {
  const { store, records, place } = chain;
  const revision = newest?.move.revision ?? 0;
  if (await records.exists(place.dataset, revision + 1)) return 'moved on';
  if (newest === undefined) return undefined;
  const own = await store.readTagged(registryKeys.move(place.dataset, revision));
  const before = revision === 1 ? undefined : await records.read(place.dataset, revision - 1);
  if (own !== undefined && Buffer.compare(own.body, bytesOf(newest)) !== 0) return at(revision, NOT_THE_POINTER);
  if (typeof before === 'string') return at(revision - 1, LOST[before]);
  const problem =
    placeProblem(newest, revision, place) ??
    (before && placeProblem(before, revision - 1, place)) ??
    linkProblem(newest, before, hashOf) ??
    (await signatureProblem(chain, newest));
  return problem === undefined ? undefined : at(revision, problem);
}

/** Whether the pointer stands before records that lie there, as nobody who only moves it on leaves it. */
export function pointerBreak({ dataset }: ChainPlace, newest: MoveRecord | undefined): AuditBreak {
  const key = registryKeys.production(dataset);
  const next = at((newest?.move.revision ?? 0) + 1, '').at;
  return newest === undefined
    ? { at: key, problem: `it is gone, and there is a record of ${next}` }
    : { at: key, problem: `it stands at revision ${newest.move.revision}, and there is a record of ${next}` };
}

/**
 * What is wrong with the whole chain, first of its oldest part: a hole, a record that is not what the next one was signed over, one that does not
 * begin where the one before went, what the platform did not write. The newest signature answers for all moves before it, through their hashes.
 *
 * @param older the records before the newest, by revision from 1 on
 * @param keys of all objects that lie among the records and their index
 */
export async function wholeBreak(
  chain: Chain,
  {
    older,
    newest,
    keys,
  }: { readonly older: readonly Read[]; readonly newest: MoveRecord; readonly keys: readonly string[] },
): Promise<AuditBreak | undefined> {
  const { place } = chain;
  const all = [...older, newest];
  for (const [index, record] of all.entries()) {
    const revision = index + 1;
    if (typeof record === 'string') return at(revision, LOST[record]);
    const before = all[index - 1] as MoveRecord | undefined;
    const problem = placeProblem(record, revision, place) ?? linkProblem(record, before, hashOf);
    if (problem !== undefined) return at(revision, problem);
  }
  const found = await newestBreak(chain, newest);
  if (found !== undefined) return found === 'moved on' ? pointerBreak(place, newest) : found;
  return strayBreak(place.dataset, all as readonly MoveRecord[], keys);
}

/** Of what lies there: each move but the newest has its entry in the index, and nothing else is there. */
function strayBreak(dataset: string, all: readonly MoveRecord[], keys: readonly string[]): AuditBreak | undefined {
  const present = new Set(keys);
  const ids = new Map<string, number>();
  for (const { move } of all) {
    const twin = ids.get(move.transitionId);
    if (twin !== undefined) return at(move.revision, `the run '${move.transitionId}' made revision ${twin}, too`);
    ids.set(move.transitionId, move.revision);
    const key = indexKey(move);
    if (move.revision < all.length && !present.has(key))
      return { at: key, problem: `the entry of revision ${move.revision} is gone` };
  }
  const known = new Set(all.flatMap(({ move }) => [registryKeys.move(dataset, move.revision), indexKey(move)]));
  const stray = keys.find((key) => !known.has(key));
  return stray === undefined ? undefined : { at: stray, problem: 'it is of no move that Production made' };
}

/** Also asked of a move that was found by its run's id: what is signed is what the platform made. */
export async function signatureProblem(
  { store, keys, place }: Pick<Chain, 'store' | 'keys' | 'place'>,
  { move, stored: record }: MoveRecord,
): Promise<string | undefined> {
  if (move.signature === undefined) return undefined;
  const { keyId, value } = move.signature;
  const stored = await store.head(registryKeys.production(place.dataset));
  const signedAtMs = Math.max(move.atMs, stored?.modifiedAtMs ?? 0);
  const check = await keys.check({
    keyId,
    message: messageOf(record),
    signature: Buffer.from(value, 'base64'),
    signedAtMs,
  });
  return check === 'valid' ? undefined : `${KEY_PROBLEMS[check]} (key ${keyId})`;
}

const NOT_THE_POINTER = 'its record is not what the Production pointer says of it';
const LOST = { missing: 'its record is gone', unreadable: 'its record cannot be read' } as const;

function at(revision: number, problem: string): AuditBreak {
  return { at: `revision ${revision}`, problem };
}
