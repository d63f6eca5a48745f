import type { ObjectStore } from '../../core/ports.ts';

/** Of a store; and of the other ports whose answers may fail a step. */
type Operation =
  'read' | 'write' | 'create' | 'readTagged' | 'replace' | 'list' | 'head' | 'remove' | 'sign' | 'check' | 'notify';
const MUTATING: readonly Operation[] = ['write', 'create', 'replace', 'remove'];

export interface Call<T> {
  readonly operation: Operation;
  /** `bucket/key`, or the prefix of a listing. */
  readonly target: string;
  readonly isMutating: boolean;
  apply(): Promise<T>;
}
export type Intercept = <T>(call: Call<T>) => Promise<T>;

/** The store, with every call going through `intercept`. */
export function around(store: ObjectStore, intercept: Intercept): ObjectStore {
  const through = <T>(operation: Operation, key: string, apply: () => Promise<T>): Promise<T> =>
    intercept({ operation, target: `${store.bucket}/${key}`, isMutating: MUTATING.includes(operation), apply });
  return {
    bucket: store.bucket,
    read: (key, range) => through('read', key, () => store.read(key, range)),
    write: (key, body) => through('write', key, () => store.write(key, body)),
    create: (key, body) => through('create', key, () => store.create(key, body)),
    readTagged: (key) => through('readTagged', key, () => store.readTagged(key)),
    replace: (key, body, tag) => through('replace', key, () => store.replace(key, body, tag)),
    list: (prefix, after) => through('list', prefix, () => store.list(prefix, after)),
    head: (key) => through('head', key, () => store.head(key)),
    remove: (object) => through('remove', object.key, () => store.remove(object)),
  };
}

export interface Faults {
  readonly seed: number;
  /** Each call waits up to so many turns of the microtask queue before it is applied, and again before it answers. */
  readonly maxDelay: number;
  /** Probability that a call is not applied, and throws. */
  readonly refused: number;
  /** Probability that a mutating call is applied, and throws. */
  readonly lostAnswer: number;
}

/** A store with an unreliable network before it; the same seed and the same calls give the same faults. */
export function faultyStore(store: ObjectStore, { seed, maxDelay, refused, lostAnswer }: Faults): ObjectStore {
  const random = randomFrom(seed);
  async function delay(): Promise<void> {
    for (let turns = Math.floor(random() * (maxDelay + 1)); turns > 0; turns -= 1) await undefined;
  }
  return around(store, async ({ operation, target, isMutating, apply }) => {
    await delay();
    if (random() < refused) throw new Error(`fault: refused ${operation} ${target}`);
    const answer = await apply();
    await delay();
    if (isMutating && random() < lostAnswer) throw new Error(`fault: lost the answer of ${operation} ${target}`);
    return answer;
  });
}

/**
 * What happens at the crash point. `before` and `after` end the process: the call is not made, or is made, and that and every later call
 * of the stores, reading or mutating, throws SimulatedCrash. At `lost-answer` the call is made and throws an error of the network; the
 * process lives on, and its later calls are answered.
 */
export type CrashKind = 'before' | 'after' | 'lost-answer';

export class SimulatedCrash extends Error {
  override readonly name = 'SimulatedCrash';
}

/** One run, over any number of stores. */
export interface CrashRun {
  /** The mutating calls so far, over all stores of the run: 'create artifacts/registry/weather/audit/00000001.json'. */
  readonly calls: readonly string[];
  /** The store as the run is to see it. */
  store(store: ObjectStore): ObjectStore;
}

/** Counts mutating calls, and crashes nowhere: a clean run that says how many crash points there are. */
export function countCalls(): CrashRun {
  return crashAt(Number.POSITIVE_INFINITY, 'before');
}

/**
 * A run that crashes at its mutating call number `point` (1 is the first), counted over all stores that it is given:
 *
 *     const clean = countCalls();
 *     await promote(portsOn(clean.store(memory)));
 *     for (let point = 1; point <= clean.calls.length; point += 1) {
 *       const memory = newMemory();
 *       await expect(promote(portsOn(crashAt(point, 'after').store(memory)))).rejects.toThrow(SimulatedCrash);
 *       await promote(portsOn(memory)); // again, with nothing in the way
 *     }
 */
export function crashAt(point: number, kind: CrashKind): CrashRun {
  const calls: string[] = [];
  let isDead = false;
  const die = (what: string): never => {
    isDead = true;
    throw new SimulatedCrash(what);
  };
  const intercept: Intercept = async ({ operation, target, isMutating, apply }) => {
    if (isDead) throw new SimulatedCrash(`${operation} ${target} of a process that is dead`);
    if (!isMutating) return apply();
    const isThePoint = calls.push(`${operation} ${target}`) === point;
    if (isThePoint && kind === 'before') die(`before ${calls.at(-1)}`);
    const answer = await apply();
    if (isThePoint && kind === 'after') die(`after ${calls.at(-1)}`);
    if (isThePoint) throw new Error(`fault: lost the answer of ${calls.at(-1)}`);
    return answer;
  };
  return { calls, store: (store) => around(store, intercept) };
}

/** Mulberry32: [0, 1). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
