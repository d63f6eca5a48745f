import { registryKeys } from '../core/contracts/keys.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { transitionSchema, type Transition } from '../core/contracts/promotion.ts';
import type { Clock, ModelRegistry, ObjectStore, ProductionPointer, TransitionRequest } from '../core/ports.ts';
import { jsonBytes, parseJson } from './json-object.ts';
import { transitionRecords, type TransitionRecords } from './transition-records.ts';

/** How many lost races are taken for contention that the state machine's own retry should sit out. */
const MAX_LOST_RACES = 1_000;
/** How many failed tries in a row are taken for an outage. */
const MAX_FAILURES = 5;

/**
 * The Production pointer of each data set as the object `registry/<dataset>/production.json`, which holds its newest transition whole.
 * Nobody moves the pointer on before the transition that it holds is among the records. So at most the newest one is missing there after
 * a crash, the next move adds it, and the records tell of every transition before the pointer's own whether it was made.
 *
 * A move whose answer was lost, or whose record could not be written, is found again by its transitionId in the next round. To move to
 * the version that is in Production already is a transition like any other, recorded with the same `from` and `to`.
 */
export function productionPointer(store: ObjectStore, clock: Clock): ProductionPointer {
  const records = transitionRecords(store);

  async function read(dataset: string): Promise<Transition | undefined> {
    return (await readTagged(store, dataset))?.transition;
  }

  async function move(request: TransitionRequest): Promise<Transition> {
    let failures = 0;
    for (let lost = 0; lost < MAX_LOST_RACES;) {
      try {
        const moved = await tryToMove({ store, records, clock }, request);
        if (moved !== 'lost the race') return moved;
        lost += 1;
        failures = 0;
      } catch (error) {
        failures += 1;
        if (isPointerMoved(error) || failures === MAX_FAILURES) throw error;
      }
    }
    throw new PlatformError(ERROR_NAMES.commitConflict, {
      problem: `${MAX_LOST_RACES} other moves of the Production pointer of '${request.dataset}' came first`,
      hint: 'ask again with the same transitionId',
    });
  }

  async function find(dataset: string, transitionId: string): Promise<Transition | undefined> {
    const newest = await read(dataset);
    // Only the newest may be missing among the records.
    return newest?.transitionId === transitionId ? newest : records.find(dataset, transitionId);
  }

  async function history(dataset: string): Promise<readonly Transition[]> {
    const newest = await read(dataset);
    if (newest === undefined) return [];
    return [...(await records.before(newest)), newest];
  }

  return { read, move, find, history };
}

/**
 * Makes the registry's stages mirror the pointer: the version that it names is at 'Production', and any other one that still is goes to
 * 'Archived'. Changes only what differs, so it also repairs what a crash left. The pointer is looked at again afterwards: one
 * who was slow, and set what was out of date by then, sets it right.
 *
 * @throws ModelVersionUnknown when the pointer names a version that is not registered
 */
export async function followPointer(
  registry: ModelRegistry,
  pointer: ProductionPointer,
  dataset: string,
): Promise<void> {
  for (let followed = 0; ;) {
    const newest = await pointer.read(dataset);
    if (newest === undefined || newest.revision === followed) return;
    const stages = await registry.stages(dataset);
    for (const [version, stage] of stages) {
      if (stage === 'Production' && version !== newest.to) await registry.setStage(dataset, version, 'Archived');
    }
    if (stages.get(newest.to) !== 'Production') await registry.setStage(dataset, newest.to, 'Production');
    followed = newest.revision;
  }
}

interface Outside {
  readonly store: ObjectStore;
  readonly records: TransitionRecords;
  readonly clock: Clock;
}

async function tryToMove(
  { store, records, clock }: Outside,
  request: TransitionRequest,
): Promise<Transition | 'lost the race'> {
  const { expected, ...wanted } = request;
  const current = await readTagged(store, request.dataset);
  if (current !== undefined) await records.keep(current.transition);
  const made = await records.find(request.dataset, request.transitionId);
  if (made !== undefined) return made;
  const from = current?.transition.to ?? null;
  if (expected !== 'any' && expected !== from) throw pointerMoved(request, current?.transition);
  const revision = (current?.transition.revision ?? 0) + 1;
  // Through the schema, so that the object's bytes do not depend on the order in which the request names its fields.
  const next = transitionSchema.parse({ ...wanted, from, revision, atMs: clock.nowMs() });
  const key = registryKeys.production(request.dataset);
  const won =
    current === undefined
      ? await store.create(key, jsonBytes(next))
      : await store.replace(key, jsonBytes(next), current.tag);
  if (!won) return 'lost the race';
  await records.keep(next);
  return next;
}

async function readTagged(
  store: ObjectStore,
  dataset: string,
): Promise<{ readonly transition: Transition; readonly tag: string } | undefined> {
  const object = await store.readTagged(registryKeys.production(dataset));
  return object && { transition: parseJson(object.body, transitionSchema), tag: object.tag };
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

function isPointerMoved(error: unknown): boolean {
  return error instanceof PlatformError && error.name === ERROR_NAMES.pointerMoved;
}
