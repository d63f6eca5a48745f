import { registryKeys } from '../core/contracts/keys.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { type Transition, transitionSchema } from '../core/contracts/promotion.ts';
import type {
  ArtifactSigner,
  Clock,
  KeyRing,
  ObjectStore,
  ProductionPointer,
  TransitionRequest,
} from '../core/ports.ts';
import { linkOf, type MoveRecord, placeProblem } from '../core/signing/move-record.ts';
import { auditMoves } from './audit-moves.ts';
import { auditTampered } from './audit-tampered.ts';
import { jsonBytes } from './json-object.ts';
import { type Chain, newestBreak, pointerBreak, signatureProblem } from './move-chain.ts';
import { bytesOf, hashOf, messageOf, readMove } from './move-record.ts';
import { type PointerObject, readPointer } from './pointer-object.ts';
import { indexKey, transitionRecords } from './transition-records.ts';

/** How many lost races are taken for contention that the state machine's own retry should sit out. */
const MAX_LOST_RACES = 1_000;
/** How many failed tries in a row are taken for an outage. */
const MAX_FAILURES = 5;

/**
 * The Production pointer of each data set as the object `registry/<dataset>/production.json`, which holds its newest transition whole, signed.
 * Nobody moves the pointer on before the transition that it holds is among the records. So at most the newest one is missing there after
 * a crash, the next move adds it, a copy of the pointer's object, and the records tell of every transition before the pointer's own whether it was
 * made. Each names the hash of the record before (decision 0031).
 *
 * A move whose answer was lost, or whose record could not be written, is found again by its transitionId in the next round. To move to
 * the version that is in Production already is a transition like any other, recorded with the same `from` and `to`.
 */
export function productionPointer(store: ObjectStore, clock: Clock, replay?: string): ProductionPointer {
  const records = transitionRecords(store);
  const chainOf = (dataset: string, keys: KeyRing): Chain => ({ store, records, place: { dataset, replay }, keys });

  async function read(dataset: string): Promise<Transition | undefined> {
    return (await readPointer(store, dataset))?.record.move;
  }

  return {
    read,

    async verified(dataset, { auditKeys }) {
      const sound = await untilSettled(dataset, () => readSound(chainOf(dataset, auditKeys)));
      return sound?.record.move;
    },

    move: (request, { auditSigner, auditKeys }) =>
      persistently(request, () => tryToMove(chainOf(request.dataset, auditKeys), request, { auditSigner, clock })),

    async find(dataset, transitionId) {
      const newest = await read(dataset);
      // Only the newest may be missing among the records.
      return newest?.transitionId === transitionId ? newest : (await records.find(dataset, transitionId))?.move;
    },

    async history(dataset) {
      const newest = await read(dataset);
      if (newest === undefined) return [];
      return [...(await records.before(newest)), newest];
    },

    audit: (dataset, { auditKeys }) => untilSettled(dataset, () => auditMoves(chainOf(dataset, auditKeys))),
  };
}

/** What is wrong with an audit is nothing that a second try cures; nor is a pointer that another move came before. */
const FINAL: readonly string[] = [ERROR_NAMES.pointerMoved, ERROR_NAMES.auditTampered];

async function persistently(
  { dataset }: TransitionRequest,
  attempt: () => Promise<Transition | 'again'>,
): Promise<Transition> {
  let failures = 0;
  return untilSettled(dataset, async () => {
    try {
      const moved = await attempt();
      failures = 0;
      return moved;
    } catch (error) {
      failures += 1;
      const isFinal = error instanceof PlatformError && FINAL.includes(error.name);
      if (isFinal || failures === MAX_FAILURES) throw error;
      return 'again';
    }
  });
}

/** Each 'again' is another's move, which came in between. */
async function untilSettled<T>(dataset: string, attempt: () => Promise<T | 'again'>): Promise<T> {
  for (let lost = 0; lost < MAX_LOST_RACES; lost += 1) {
    const settled = await attempt();
    if (settled !== 'again') return settled;
  }
  throw new PlatformError(ERROR_NAMES.commitConflict, {
    problem: `${MAX_LOST_RACES} other moves of the Production pointer of '${dataset}' came first`,
    hint: 'ask again with the same transitionId',
  });
}

/** The pointer, once its newest move is known to be the platform's. @throws AuditTampered */
async function readSound(chain: Chain): Promise<PointerObject | undefined | 'again'> {
  const { store, place } = chain;
  const current = await readPointer(store, place.dataset);
  const found = await newestBreak(chain, current?.record);
  if (found === undefined) return current;
  if (found !== 'moved on') throw auditTampered(place.dataset, found);
  if ((await readPointer(store, place.dataset))?.tag !== current?.tag) return 'again';
  throw auditTampered(place.dataset, pointerBreak(place, current?.record));
}

interface Making {
  readonly auditSigner: ArtifactSigner;
  readonly clock: Clock;
}

async function tryToMove(
  chain: Chain,
  request: TransitionRequest,
  { auditSigner, clock }: Making,
): Promise<Transition | 'again'> {
  const { store, records, place } = chain;
  const { expected, ...wanted } = request;
  const current = await readSound(chain);
  if (current === 'again') return 'again';
  if (current !== undefined) await records.keep(current.record);
  const made = await records.find(request.dataset, request.transitionId);
  if (made !== undefined) return madeBefore(chain, made, current);
  const present = current?.record.move;
  const from = present?.to ?? null;
  if (expected !== 'any' && expected !== from) throw pointerMoved(request, present);
  const revision = (present?.revision ?? 0) + 1;
  const link = current && { previousSha256: linkOf(current.record, hashOf) };
  const next = await signed({ ...wanted, from, revision, atMs: clock.nowMs(), ...place, ...link }, auditSigner);
  const key = registryKeys.production(request.dataset);
  const won =
    current === undefined
      ? await store.create(key, bytesOf(next))
      : await store.replace(key, bytesOf(next), current.tag);
  if (!won) return 'again';
  await records.keep(next);
  return next.move;
}

/** Through the schema, so that the object's bytes do not depend on the order in which the request names its fields. */
async function signed(move: Transition, signer: ArtifactSigner): Promise<MoveRecord> {
  const unsigned = transitionSchema.parse(move);
  const { keyId, signature } = await signer.sign(messageOf(unsigned));
  const value = Buffer.from(signature).toString('base64');
  return readMove(jsonBytes({ ...unsigned, signature: { keyId, value } }));
}

/** A move that the run's id has made already, unless somebody only says so: then it is not signed, or Production never came to it. */
async function madeBefore(
  chain: Chain,
  made: MoveRecord,
  current: PointerObject | undefined,
): Promise<Transition | 'again'> {
  const { store, place } = chain;
  const { revision, signature } = made.move;
  const newest = current?.record.move.revision ?? 0;
  // Its record is the pointer's own, which was looked at.
  if (revision === newest) return made.move;
  if (revision > newest) {
    if ((await readPointer(store, place.dataset))?.tag !== current?.tag) return 'again';
    throw auditTampered(place.dataset, {
      at: indexKey(made.move),
      problem: `Production never came to revision ${revision}`,
    });
  }
  if (signature === undefined) return madeUnsigned(chain, made);
  const problem = placeProblem(made, revision, place) ?? (await signatureProblem(chain, made));
  if (problem === undefined) return made.move;
  throw auditTampered(place.dataset, { at: `revision ${revision}`, problem });
}

/** What a release made that signed nothing is vouched for by the moves after it. */
async function madeUnsigned(chain: Chain, { move }: MoveRecord): Promise<Transition | 'again'> {
  const audit = await auditMoves(chain);
  if (audit === 'again') return 'again';
  if (audit.broken !== undefined) throw auditTampered(move.dataset, audit.broken);
  return move;
}

function pointerMoved(request: TransitionRequest, current: Transition | undefined): PlatformError {
  const name = (version: number | null): string => (version === null ? 'no version' : `version ${version}`);
  const made =
    current && `, since revision ${current.revision} (${current.action} by ${current.by}: ${current.transitionId})`;
  return new PlatformError(ERROR_NAMES.pointerMoved, {
    problem: `the Production pointer of '${request.dataset}' was to move to version ${request.to}, but no longer stands where it was looked at`,
    got: `${name(current?.to ?? null)} in Production${made ?? ''}`,
    allowed: `${name(request.expected === 'any' ? null : request.expected)} in Production`,
    hint: 'compare with the version that is in Production now, then ask again under a new transitionId',
  });
}
