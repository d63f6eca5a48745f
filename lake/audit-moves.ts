import { numberOfKey, registryKeys } from '../core/contracts/keys.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { Audit } from '../core/ports.ts';
import type { MoveRecord } from '../core/signing/move-record.ts';
import { type Chain, wholeBreak } from './move-chain.ts';
import { type PointerObject, readPointer } from './pointer-object.ts';
import type { Read } from './transition-records.ts';

/** S3's client has as many sockets. */
const AT_ONCE = 50;

/** All moves, and whether they are whole; 'again' where Production moved on meanwhile. */
export async function auditMoves(chain: Chain): Promise<Audit | 'again'> {
  const { dataset } = chain.place;
  const pointer = await pointerOf(chain);
  const keys = await chain.records.keys(dataset);
  if (typeof pointer === 'string') return withoutPointer(chain, { problem: pointer, keys });
  const older = await olderMoves(chain, pointer.record, keys);
  const broken = await wholeBreak(chain, { older, newest: pointer.record, keys });
  if ((await readPointer(chain.store, dataset))?.tag !== pointer.tag) return 'again';
  return auditOf([...older, pointer.record], broken);
}

/** @returns what is wrong with it, where nothing can be read there */
async function pointerOf({ store, place }: Chain): Promise<PointerObject | string> {
  try {
    return (await readPointer(store, place.dataset)) ?? 'it is gone, and there are records of moves';
  } catch (error) {
    if (error instanceof PlatformError && error.name === ERROR_NAMES.auditTampered) return 'it cannot be read';
    throw error;
  }
}

/** Of a data set that never had anything in Production, nothing lies there. */
async function withoutPointer(
  { records, store, place: { dataset } }: Chain,
  { problem, keys }: { readonly problem: string; readonly keys: readonly string[] },
): Promise<Audit | 'again'> {
  const at = registryKeys.production(dataset);
  const isThere = (await store.head(at)) !== undefined;
  if (keys.length === 0 && !isThere) return { moves: [], unsigned: 0 };
  const revisions = keys.filter((key) => key.startsWith(registryKeys.moves(dataset))).map(numberOfKey);
  return auditOf(await inBatches(revisions, (revision) => records.read(dataset, revision)), { at, problem });
}

/** As far as they are there: a hole ends the chain. */
async function olderMoves({ records, place: { dataset } }: Chain, newest: MoveRecord, keys: readonly string[]) {
  const present = new Set(keys);
  const revisions: number[] = [];
  let isWhole = true;
  for (let revision = 1; isWhole && revision < newest.move.revision; revision += 1) {
    revisions.push(revision);
    isWhole = present.has(registryKeys.move(dataset, revision));
  }
  return inBatches(revisions, (revision) => records.read(dataset, revision));
}

function auditOf(records: readonly Read[], broken: Audit['broken']): Audit {
  const moves = records.flatMap((record) => (typeof record === 'string' ? [] : [record.move]));
  const signed = moves.findIndex(({ signature }) => signature !== undefined);
  const unsigned = signed === -1 ? moves.length : signed;
  return { moves, unsigned, ...(broken === undefined ? {} : { broken }) };
}

async function inBatches<T, U>(items: readonly T[], work: (item: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return done;
}
