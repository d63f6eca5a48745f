import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { registryKeys } from '../../core/contracts/keys.ts';
import { productionPointer } from '../../lake/production-pointer.ts';
import type { ObjectStore, TransitionRequest } from '../../core/ports.ts';
import { auditPorts } from '../support/audit-ports.ts';
import { SimulatedCrash, countCalls, crashAt, type CrashKind } from '../support/faulty-store.ts';
import { MemoryStore } from '../support/memory-store.ts';

const CLOCK = { nowMs: () => 1_000 };
const AUDIT = auditPorts();

function pointerOn(store: ObjectStore, audit = AUDIT) {
  const pointer = productionPointer(store, CLOCK);
  return { ...pointer, move: (request: TransitionRequest) => pointer.move(request, audit) };
}

function to(version: number, given: Partial<TransitionRequest> = {}): TransitionRequest {
  return {
    dataset: 'weather',
    transitionId: `run-${version}`,
    action: 'promote',
    to: version,
    by: 'ann',
    reason: 'all gates pass',
    evidence: { reportUri: 's3://artifacts/report.json', reportSha256: 'abc' },
    expected: 'any',
    ...given,
  };
}

const MADE_FIRST = {
  dataset: 'weather',
  revision: 1,
  transitionId: 'run-1',
  action: 'promote',
  from: null,
  to: 1,
  by: 'ann',
  reason: 'all gates pass',
  evidence: { reportUri: 's3://artifacts/report.json', reportSha256: 'abc' },
  atMs: 1_000,
};

describe('productionPointer', () => {
  it('stands nowhere before its first move', async () => {
    const pointer = pointerOn(new MemoryStore('artifacts'));
    expect(await pointer.read('weather')).toBeUndefined();
    expect(await pointer.history('weather')).toEqual([]);
  });

  it('finds a move by its id, the newest also where a crash left it without a record', async () => {
    const store = new MemoryStore('artifacts');
    const pointer = pointerOn(store);
    expect(await pointer.find('weather', 'run-1')).toBeUndefined();
    await pointer.move(to(1));
    await pointer.move(to(2));
    store.objects.delete(registryKeys.move('weather', 2));
    store.objects.delete(registryKeys.moveIndex('weather', createHash('sha256').update('run-2').digest('hex')));
    expect(await pointer.find('weather', 'run-1')).toMatchObject(MADE_FIRST);
    expect(await pointer.find('weather', 'run-2')).toMatchObject({ from: 1, to: 2, revision: 2 });
    expect(await pointer.find('weather', 'run-3')).toBeUndefined();
  });

  it('keeps every move, each from where the last one went', async () => {
    const pointer = pointerOn(new MemoryStore('artifacts'));
    expect(await pointer.move(to(1, { expected: null }))).toMatchObject(MADE_FIRST);
    await pointer.move(to(2, { expected: 1 }));
    await pointer.move(to(1, { transitionId: 'back', action: 'roll-back', evidence: null }));

    expect(
      (await pointer.history('weather')).map(({ revision, from, to: version }) => [revision, from, version]),
    ).toEqual([
      [1, null, 1],
      [2, 1, 2],
      [3, 2, 1],
    ]);
    expect(await pointer.read('weather')).toMatchObject({ revision: 3, action: 'roll-back', evidence: null });
    expect(await pointer.read('other')).toBeUndefined();
  });

  it('lists ten moves and more in their order', async () => {
    const pointer = pointerOn(new MemoryStore('artifacts'));
    for (let version = 1; version <= 12; version += 1) await pointer.move(to(version));
    expect((await pointer.history('weather')).map(({ revision }) => revision)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]);
  });

  it('refuses a move from another version than expected, and says what is there', async () => {
    const pointer = pointerOn(new MemoryStore('artifacts'));
    await expect(pointer.move(to(2, { expected: 1 }))).rejects.toThrow(
      "got 'no version in Production'; allowed: version 1 in Production",
    );
    await pointer.move(to(1));
    await expect(pointer.move(to(2, { expected: null }))).rejects.toMatchObject({ name: 'PointerMoved' });
    await expect(pointer.move(to(3, { expected: 2 }))).rejects.toThrow(
      "got 'version 1 in Production, since revision 1 (promote by ann: run-1)'; allowed: version 2 in Production",
    );
    expect(await pointer.history('weather')).toMatchObject([MADE_FIRST]);
  });

  it('makes a move once, also when it is asked for again much later', async () => {
    const pointer = pointerOn(new MemoryStore('artifacts'));
    await pointer.move(to(1, { expected: null }));
    expect(await pointer.move(to(1, { expected: null }))).toMatchObject(MADE_FIRST);
    await pointer.move(to(2));
    await pointer.move(to(3));
    expect(await pointer.move(to(1, { expected: null }))).toMatchObject(MADE_FIRST);
    expect(await pointer.history('weather')).toHaveLength(3);
  });

  it('records a move to the version that is in Production already', async () => {
    const pointer = pointerOn(new MemoryStore('artifacts'));
    await pointer.move(to(1));
    expect(await pointer.move(to(1, { transitionId: 'again' }))).toMatchObject({ revision: 2, from: 1, to: 1 });
  });

  it('takes any text for a transitionId', async () => {
    const store = new MemoryStore('artifacts');
    const pointer = pointerOn(store);
    const ids = ['../../x', 'a/b', 'A/B', '', '😀', 'x'.repeat(2_000)];
    for (const transitionId of ids) await pointer.move(to(1, { transitionId }));
    for (const transitionId of ids) await pointer.move(to(1, { transitionId }));
    expect((await pointer.history('weather')).map(({ transitionId }) => transitionId)).toEqual(ids);
    for (const key of store.objects.keys()) expect(key).toMatch(/^registry\/weather\/[a-z0-9/]+\.json$/);
  });

  it('passes on an error that persists', async () => {
    const store = new MemoryStore('artifacts');
    store.beforeRead = () => {
      throw new Error('AccessDenied');
    };
    await expect(pointerOn(store).move(to(1))).rejects.toThrow('AccessDenied');
  });

  it('gives a history up to the pointer when others move it meanwhile', async () => {
    const store = new MemoryStore('artifacts');
    const pointer = pointerOn(store);
    await pointer.move(to(1));
    const list = store.list.bind(store);
    store.list = async (prefix, after) => {
      await pointer.move(to(2));
      await pointer.move(to(3));
      return list(prefix, after);
    };
    expect(await pointer.history('weather')).toMatchObject([MADE_FIRST]);
  });
});

describe('the Production pointer after a crash', () => {
  const REQUESTS = [to(1), to(2, { expected: 1 }), to(3)];

  async function moveAll(store: ReturnType<typeof crashed>['store']): Promise<void> {
    for (const request of REQUESTS) await pointerOn(store).move(request);
  }
  function crashed(point: number, kind: CrashKind) {
    const memory = new MemoryStore('artifacts');
    return { memory, store: crashAt(point, kind).store(memory) };
  }
  const textsOf = (memory: MemoryStore): Record<string, string> =>
    Object.fromEntries([...memory.objects].map(([key, { body }]) => [key, new TextDecoder().decode(body)]));

  it.each(['before', 'after', 'lost-answer'] as const)(
    'ends as if nothing had happened, %s every one of its calls',
    async (kind) => {
      const clean = countCalls();
      const memory = new MemoryStore('artifacts');
      await moveAll(clean.store(memory));
      // Pointer, audit record and index of each move; from the second one on, the records of the one before are made sure of.
      expect(clean.calls).toHaveLength(3 * 3 + 2 * 2);

      for (let point = 1; point <= clean.calls.length; point += 1) {
        const run = crashed(point, kind);
        if (kind === 'lost-answer') await moveAll(run.store);
        else await expect(moveAll(run.store)).rejects.toThrow(SimulatedCrash);

        const pointer = pointerOn(run.memory);
        const newest = await pointer.read('weather');
        expect((await pointer.history('weather')).map(({ revision }) => revision)).toEqual(
          Array.from({ length: newest?.revision ?? 0 }, (_, i) => i + 1),
        );
        await moveAll(run.memory);
        expect(textsOf(run.memory)).toEqual(textsOf(memory));
      }
    },
  );
});
