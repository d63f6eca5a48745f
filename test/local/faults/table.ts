import { FORMAT_KEY } from '../../../core/contracts/keys.ts';
import { LAYERS, type Layer } from '../../../core/contracts/layers.ts';
import { STEPS } from '../../../lambdas/steps.ts';
import { type Injection, layersRead, type Place, processDeath } from './run-machine.ts';
import type { Ending } from './verdict.ts';
import type { World } from './world.ts';

/** A fault, where it can happen, and what is right. */
export interface Fault {
  readonly name: string;
  /** Where of all the calls that a clean run makes. */
  readonly where: string;
  places(calls: readonly Place[]): readonly Place[];
  /** How the run may end; anything else is a fault of the platform. */
  readonly right: readonly Ending[];
  readonly injection: (place: Place, world: World) => Injection;
  /** What a person, or time, sets right before the run runs again. */
  readonly mend?: (world: World, place: Place) => void;
  /** 'objects': which there are, and not what they hold, which says when it was made. */
  readonly compares?: 'objects';
  /** What may be otherwise, since time sets it right: a lock that nobody gives back expires. */
  readonly settles?: RegExp;
}

const isAt = (a: Place, b: Place): boolean => a.step === b.step && a.nth === b.nth && a.call === b.call;
const isOfStep = (a: Place, b: Place): boolean => a.step === b.step;

/** Of each invocation the first call that is wanted. */
function firstOfEach(wanted: (place: Place) => boolean, by: (place: Place) => string) {
  return (calls: readonly Place[]): readonly Place[] => {
    const seen = new Set<string>();
    return calls.filter((place) => {
      if (!wanted(place) || seen.has(by(place))) return false;
      seen.add(by(place));
      return true;
    });
  };
}

const invocationOf = ({ step, nth }: Place): string => `${step} ${nth}`;
const bucketOf = ({ target }: Place): string => target.split('/', 1)[0];
const everyWrite = (calls: readonly Place[]) => calls.filter(({ isMutating }) => isMutating);
const everyInvocation = firstOfEach(() => true, invocationOf);

function error(name: string, message: string, more: object = {}): Error {
  return Object.assign(new Error(message), { name, ...more });
}

/** Once, at the call itself. */
function once(act: NonNullable<Injection['call']>): Fault['injection'] {
  return (at) => {
    let isOver = false;
    return {
      call(place, call, die) {
        if (isOver || !isAt(place, at)) return call.apply();
        isOver = true;
        return act(place, call, die);
      },
    };
  };
}

/** At every call of the step that is like it, however often it is tried. */
function always(like: (place: Place, at: Place) => boolean, thrown: (place: Place) => Error): Fault['injection'] {
  return (at) => ({
    call: (place, call) => (isOfStep(place, at) && like(place, at) ? Promise.reject(thrown(place)) : call.apply()),
  });
}

const text = ({ operation, target }: Place): string => `${operation} ${target}`;

const layerOf = (place: Place): Layer | undefined => LAYERS.find((layer) => layer === bucketOf(place));

/** Layers whose format the step's function asks for: those that its row reads. */
function readsFormatOf(place: Place): boolean {
  const layer = layerOf(place);
  if (layer === undefined || layer === 'landing' || !(place.step in STEPS)) return false;
  return layersRead(place.step).includes(layer);
}

/** Where nothing can be written it is not given back either, and where a zombie takes it, nobody does: it expires. */
const LOCK = /^artifacts\/locks\//;

const DAY_MS = 86_400_000;

function ownObjects(calls: readonly Place[]): readonly Place[] {
  const made = new Set<string>();
  return calls.filter(({ operation, target, isMutating }) => {
    if (isMutating) made.add(target);
    return operation === 'read' && made.has(target);
  });
}

/** Before a step reads it; a person gives back what was there, from the bucket's versions. */
function deleted(): Pick<Fault, 'injection' | 'mend'> {
  let gone: Uint8Array | undefined;
  const placeOf = (world: World, target: string) => {
    const [bucket] = target.split('/', 1) as [Layer];
    return { store: world.stores[bucket], key: target.slice(bucket.length + 1) };
  };
  return {
    injection: (at, world) =>
      once(async ({ target }, call) => {
        const { store, key } = placeOf(world, target);
        gone = store.objects.get(key)!.body;
        store.objects.delete(key);
        return call.apply();
      })(at, world),
    mend(world, { target }) {
      const { store, key } = placeOf(world, target);
      if (gone !== undefined) store.put(key, gone);
    },
  };
}

/** Its process hangs before the write until the run has come to its end by another try; then it goes on where it stood. */
function zombie(at: Place): Injection {
  let wake = (): void => undefined;
  const sleep = new Promise<void>((resolve) => (wake = resolve));
  let isAsleep = false;
  const asleep = new Map<number, (error: Error) => void>();
  return {
    async call(place, call) {
      if (isAsleep || !isAt(place, at)) return call.apply();
      isAsleep = true;
      asleep.get(place.nth)?.(processDeath('Sandbox.Timedout', `asleep at ${text(place)}`));
      await sleep;
      return call.apply();
    },
    invocation({ step, nth }, work) {
      if (step !== at.step || nth !== at.nth) return work();
      return Promise.race([work(), new Promise<never>((_, reject) => asleep.set(nth, reject))]);
    },
    wake,
  };
}

export const FAULTS: readonly Fault[] = [
  {
    name: 'killed before the write',
    where: 'every write',
    places: everyWrite,
    right: ['clean'],
    injection: once(async (place, _, die) => die(processDeath('Runtime.ExitError', `before ${text(place)}`))),
  },
  {
    name: 'killed after the write',
    where: 'every write',
    places: everyWrite,
    right: ['clean'],
    injection: once(async (place, call, die) => {
      await call.apply();
      return die(processDeath('Runtime.ExitError', `after ${text(place)}`));
    }),
  },
  {
    name: 'applied, but the answer lost',
    where: 'every write',
    places: everyWrite,
    right: ['clean'],
    injection: once(async (place, call) => {
      await call.apply();
      throw error('TimeoutError', `no answer to ${text(place)}`);
    }),
  },
  {
    name: 'killed before people are told',
    where: 'every message',
    places: (calls) => calls.filter(({ operation }) => operation === 'notify'),
    right: ['clean'],
    injection: once(async (place, _, die) => die(processDeath('Runtime.ExitError', `before ${text(place)}`))),
  },
  {
    name: "the step's time is over",
    where: 'every step, at its last call',
    places: (calls) => firstOfEach(() => true, invocationOf)([...calls].reverse()),
    right: ['clean'],
    injection: once(async (place, _, die) => die(processDeath('Sandbox.Timedout', `at ${text(place)}`))),
  },
  {
    name: 'out of memory, at every try',
    where: 'every step, at its first write',
    places: firstOfEach(({ isMutating }) => isMutating, invocationOf),
    right: ['undone'],
    injection: (at) => ({
      call: async (place, call, die) =>
        isOfStep(place, at) && place.nth >= at.nth && place.isMutating
          ? die(processDeath('Runtime.ExitError', 'signal: killed'))
          : call.apply(),
    }),
  },
  {
    name: 'a burst of throttling',
    where: 'every step, from its first call on',
    places: everyInvocation,
    right: ['clean'],
    injection: (at) => {
      let left = 3;
      return {
        call: async (place, call) => {
          if (left === 0 || !isOfStep(place, at) || place.nth < at.nth) return call.apply();
          left -= 1;
          throw error('SlowDown', 'Please reduce your request rate.');
        },
      };
    },
  },
  {
    name: 'no answer for one object, at every try',
    where: 'every object that a step reads',
    places: firstOfEach(
      ({ operation }) => operation === 'read',
      ({ step, target }) => `${step} ${target}`,
    ),
    right: ['undone'],
    injection: always(
      ({ operation, target }, at) => operation === 'read' && target === at.target,
      () => error('SlowDown', 'Please reduce your request rate.'),
    ),
  },
  {
    name: 'a right removed: to write',
    where: 'every step and layer that it writes',
    places: firstOfEach(
      ({ isMutating }) => isMutating,
      (place) => `${place.step} ${bucketOf(place)}`,
    ),
    right: ['undone'],
    injection: always(
      (place, at) => place.isMutating && bucketOf(place) === bucketOf(at),
      (place) => error('AccessDenied', `not authorized to perform: s3:PutObject on ${place.target}`),
    ),
  },
  {
    name: 'a right removed: to read',
    where: 'every step and layer that it reads',
    places: firstOfEach(
      (place) => layerOf(place) !== undefined && !place.isMutating,
      (place) => `${place.step} ${bucketOf(place)}`,
    ),
    right: ['undone'],
    injection: always(
      (place, at) => !place.isMutating && bucketOf(place) === bucketOf(at),
      (place) => error('AccessDenied', `not authorized to perform: s3:GetObject on ${place.target}`),
    ),
  },
  {
    name: 'the disk is full',
    where: 'every write, and all that follow',
    places: everyWrite,
    right: ['undone'],
    injection: (at) => {
      let isFull = false;
      return {
        async call(place, call) {
          isFull ||= isAt(place, at);
          // Of a laptop: what is written after the failure, its own record, finds the room that was made.
          if (!isFull || !place.isMutating || place.step === 'record-failure') return call.apply();
          throw error('Error', 'ENOSPC: no space left on device, write', { code: 'ENOSPC' });
        },
      };
    },
    settles: LOCK,
  },
  {
    name: 'the key is disabled',
    where: 'every step that signs or verifies',
    places: firstOfEach(({ operation }) => operation === 'sign' || operation === 'check', invocationOf),
    right: ['undone'],
    injection: always(
      ({ operation }) => operation === 'sign' || operation === 'check',
      () => error('DisabledException', 'the key is disabled'),
    ),
  },
  {
    name: 'a format that is newer than the reader',
    where: 'every step and layer that it reads',
    places: firstOfEach(readsFormatOf, (place) => `${place.step} ${bucketOf(place)}`),
    right: ['undone'],
    injection: (at, world) => ({
      async invocation({ step }, work) {
        if (step === at.step) world.stores[layerOf(at)!].put(FORMAT_KEY, '{"format":999}');
        return work();
      },
    }),
    mend: (world, place) => void world.stores[layerOf(place)!].objects.delete(FORMAT_KEY),
    settles: LOCK,
  },
  {
    name: 'invoked twice',
    where: 'every step',
    places: everyInvocation,
    right: ['clean'],
    injection: (at) => ({
      async invocation({ step, nth }, work) {
        if (step === at.step && nth === at.nth) await work();
        return work();
      },
    }),
  },
  {
    name: 'invoked twice at the same time',
    where: 'every step',
    places: everyInvocation,
    right: ['clean'],
    injection: (at) => ({
      async invocation({ step, nth }, work) {
        if (step !== at.step || nth !== at.nth) return work();
        const [answer] = await Promise.all([work(), work()]);
        return answer;
      },
    }),
  },
  {
    name: 'a zombie that wakes when its successor is through',
    where: 'every write',
    places: everyWrite,
    right: ['clean'],
    injection: zombie,
    settles: LOCK,
  },
  {
    name: 'another writer is first',
    where: 'every compare-and-set',
    places: (calls) => calls.filter(({ operation }) => operation === 'replace'),
    right: ['clean'],
    injection: (at, world) =>
      once(async ({ target }, call) => {
        const bucket = target.split('/', 1)[0] as Layer;
        const store = world.stores[bucket];
        const key = target.slice(bucket.length + 1);
        // The same bytes, written by somebody else: what was read before is no longer the newest.
        store.put(key, store.objects.get(key)!.body);
        return call.apply();
      })(at, world),
  },
  {
    name: 'the clock is set back by a day',
    where: 'every step',
    places: everyInvocation,
    right: ['clean'],
    injection: (at, world) => ({
      async invocation({ step, nth }, work) {
        if (step === at.step && nth === at.nth) world.nowMs -= DAY_MS;
        return work();
      },
    }),
    compares: 'objects',
  },
  {
    name: 'the clock jumps a day ahead',
    where: 'every step',
    places: everyInvocation,
    right: ['clean'],
    injection: (at, world) => ({
      async invocation({ step, nth }, work) {
        if (step === at.step && nth === at.nth) world.nowMs += DAY_MS;
        return work();
      },
    }),
    compares: 'objects',
  },
  {
    name: 'an object is gone',
    where: 'every object that a step reads and the run has made',
    places: ownObjects,
    right: ['undone', 'clean'],
    ...deleted(),
  },
  {
    name: 'the payload is over its limit',
    where: 'every step whose answer is handed on',
    places: firstOfEach(({ step }) => step !== 'request-approval', invocationOf),
    right: ['undone'],
    injection: (at) => ({
      async invocation({ step }, work) {
        const answer = await work();
        if (step !== at.step) return answer;
        return { ...(answer as object), padding: 'x'.repeat(262_144) };
      },
    }),
  },
];
