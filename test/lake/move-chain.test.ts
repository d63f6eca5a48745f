import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { registryKeys } from '../../core/contracts/keys.ts';
import type { Transition } from '../../core/contracts/promotion.ts';
import type { TransitionRequest } from '../../core/ports.ts';
import { productionPointer } from '../../lake/production-pointer.ts';
import { auditPorts } from '../support/audit-ports.ts';
import { crashAt } from '../support/faulty-store.ts';
import { MemoryStore } from '../support/memory-store.ts';

const CLOCK = { nowMs: () => 1_000 };
const AUDIT = auditPorts({ isRepeatable: false });
const POINTER = registryKeys.production('weather');

let store: MemoryStore;
let pointer: ReturnType<typeof productionPointer>;

beforeEach(async () => {
  store = new MemoryStore('artifacts');
  pointer = productionPointer(store, CLOCK);
  for (const version of [1, 2, 3, 4]) await pointer.move(to(version), AUDIT);
});

function to(version: number, given: Partial<TransitionRequest> = {}): TransitionRequest {
  const asked = { dataset: 'weather', transitionId: `run-${version}`, action: 'promote', to: version } as const;
  return { ...asked, by: 'ann', reason: 'all gates pass', evidence: null, expected: 'any', ...given };
}

const BACK = to(1, { transitionId: 'back', action: 'roll-back', expected: 4 });

const recordKey = (revision: number) => registryKeys.move('weather', revision);
const indexKey = (transitionId: string) =>
  registryKeys.moveIndex('weather', createHash('sha256').update(transitionId).digest('hex'));
const textOf = (key: string) => new TextDecoder().decode(store.objects.get(key)!.body);
const moveAt = (key: string) => JSON.parse(textOf(key)) as Transition;

/** As whoever can write the bucket would, and not sign. */
function put(key: string, value: object): void {
  store.put(key, JSON.stringify(value, null, 2) + '\n');
}

function edit(key: string, edited: Partial<Transition>): void {
  put(key, { ...moveAt(key), ...edited });
}

function unsigned(move: Transition): Transition {
  return { ...move, signature: undefined, previousSha256: undefined };
}

/** A chain as release 0.2.0 left it. */
function asOfOld(): void {
  for (const key of [POINTER, ...[1, 2, 3, 4].map(recordKey)]) put(key, unsigned(moveAt(key)));
}

async function refused(work: Promise<unknown>, problem: string): Promise<void> {
  const before = new Map(store.objects);
  await expect(work).rejects.toMatchObject({ name: 'AuditTampered', message: expect.stringContaining(problem) });
  expect(store.objects.get(POINTER)).toBe(before.get(POINTER));
}

async function brokenAt(): Promise<string | undefined> {
  const { broken } = await pointer.audit('weather', AUDIT);
  return broken && `${broken.at}: ${broken.problem}`;
}

describe('a chain of moves', () => {
  it('is whole as the platform leaves it: each signed over the hash of the record before', async () => {
    expect(await brokenAt()).toBeUndefined();
    const { moves, unsigned: old } = await pointer.audit('weather', AUDIT);
    expect([moves.length, old]).toEqual([4, 0]);
    expect(moves.map(({ previousSha256 }) => typeof previousSha256)).toEqual([
      'undefined',
      'string',
      'string',
      'string',
    ]);
    expect(textOf(recordKey(4))).toBe(textOf(POINTER));
    expect(await pointer.verified('weather', AUDIT)).toEqual(moves[3]);
    expect(await pointer.audit('nothing', AUDIT)).toEqual({ moves: [], unsigned: 0 });
    expect(await pointer.verified('nothing', AUDIT)).toBeUndefined();
  });

  it('keeps fields that it does not know under the signature', async () => {
    edit(POINTER, { another: 'field' } as Partial<Transition>);
    store.objects.delete(recordKey(4));
    await refused(pointer.verified('weather', AUDIT), 'the signature is not that of the key over this move');
  });
});

describe('whoever can write the bucket, and not sign,', () => {
  it('cannot put a record of their own in the place of the next one', async () => {
    put(recordKey(5), { ...moveAt(POINTER), revision: 5, transitionId: 'forged', to: 9 });
    const problem = 'production.json: it stands at revision 4, and there is a record of revision 5';
    await refused(pointer.move(BACK, AUDIT), problem);
    expect(await brokenAt()).toContain('revision 5');
  });

  it('cannot make a roll-back report a success that it did not have: by an index', async () => {
    put(indexKey('back'), { transitionId: 'back', revision: 3 });
    await refused(pointer.move(BACK, AUDIT), "it leads to no move of the run 'back'");
    await refused(pointer.find('weather', 'back'), "it leads to no move of the run 'back'");
    for (const content of ['{', '{"transitionId":"back","revision":77}', '[]']) {
      store.put(indexKey('back'), content);
      await refused(pointer.move(BACK, AUDIT), "it leads to no move of the run 'back'");
    }
  });

  it('cannot do so by an index and a record of a revision that is to come', async () => {
    put(indexKey('back'), { transitionId: 'back', revision: 7 });
    put(recordKey(7), { ...moveAt(POINTER), revision: 7, transitionId: 'back', to: 1 });
    await refused(pointer.move(BACK, AUDIT), 'Production never came to revision 7');
    expect(await brokenAt()).toBe(`${recordKey(7)}: it is of no move that Production made`);
  });

  it('cannot do so by an index and a record that was edited', async () => {
    edit(recordKey(2), { transitionId: 'back', to: 1 });
    put(indexKey('back'), { transitionId: 'back', revision: 2 });
    await refused(pointer.move(BACK, AUDIT), 'revision 2: the signature is not that of the key over this move');
  });

  it('cannot put another version into Production by hand', async () => {
    edit(POINTER, { to: 9 });
    const problem = 'revision 4: its record is not what the Production pointer says of it';
    for (const work of [pointer.move(BACK, AUDIT), pointer.verified('weather', AUDIT)]) await refused(work, problem);
    store.objects.delete(recordKey(4));
    await refused(pointer.verified('weather', AUDIT), 'revision 4: the signature is not that');
    expect(await brokenAt()).toContain('revision 4: the signature is not that');
  });

  it('cannot leave the signature out', async () => {
    const forged = { ...unsigned(moveAt(POINTER)), revision: 5, from: 4, to: 9, transitionId: 'forged' };
    put(POINTER, forged);
    await refused(pointer.move(BACK, AUDIT), 'revision 5: it is not signed, and moves before it are');
    put(POINTER, unsigned(moveAt(recordKey(4))));
    put(recordKey(4), unsigned(moveAt(recordKey(4))));
    await refused(pointer.verified('weather', AUDIT), 'revision 4: it is not signed, and moves before it are');
    expect(await brokenAt()).toBe('revision 4: it is not signed, and moves before it are');
  });

  it('cannot sign with a key of their own', async () => {
    const other = productionPointer(store, CLOCK);
    store.objects.delete(recordKey(4));
    store.put(POINTER, textOf(recordKey(3)));
    const mine = auditPorts({ keyId: 'mine' });
    await other.move(to(9), { auditSigner: mine.auditSigner, auditKeys: AUDIT.auditKeys });
    await refused(pointer.verified('weather', AUDIT), 'not trusted for the audit (key mine)');
    expect(await brokenAt()).toContain('revision 4: it is signed with a key that is not trusted for the audit');
  });

  it('cannot play an older pointer back', async () => {
    store.put(POINTER, textOf(recordKey(2)));
    const problem = 'it stands at revision 2, and there is a record of revision 3';
    for (const work of [pointer.move(BACK, AUDIT), pointer.verified('weather', AUDIT)]) await refused(work, problem);
    expect(await brokenAt()).toContain(problem);
  });

  it('cannot begin a new chain by removing the pointer', async () => {
    store.objects.delete(POINTER);
    await refused(pointer.move(to(9, { expected: null }), AUDIT), 'it is gone, and there is a record of revision 1');
    expect(await brokenAt()).toBe(`${POINTER}: it is gone, and there are records of moves`);
    expect((await pointer.audit('weather', AUDIT)).moves.map(({ to: version }) => version)).toEqual([1, 2, 3, 4]);
  });

  it('cannot remove, edit or exchange a record unseen', async () => {
    const whole = new Map(store.objects);
    const second = moveAt(recordKey(2));
    const attacks: readonly [string, () => void, string][] = [
      ['removed', () => void store.objects.delete(recordKey(2)), 'revision 2: its record is gone'],
      [
        'edited',
        () => edit(recordKey(2), { reason: 'because' }),
        'revision 3: revision 2 is not the record that it was signed over',
      ],
      [
        'moved elsewhere',
        () => edit(recordKey(2), { to: 9 }),
        'revision 3: it moves from version 2, and what was there is version 9',
      ],
      ['replayed', () => store.put(recordKey(3), textOf(recordKey(2))), 'revision 3: it is revision 2'],
      [
        'of another data set',
        () => edit(recordKey(2), { dataset: 'electricity' }),
        "revision 2: it is a move of the data set 'electricity'",
      ],
      ['no JSON', () => store.put(recordKey(2), '{'), 'revision 2: its record cannot be read'],
      [
        'deep',
        () => store.put(recordKey(2), `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
        'revision 2: its record cannot be read',
      ],
      [
        'signed otherwise',
        () => edit(recordKey(2), { signature: { ...second.signature!, value: 'AAAA' } }),
        'revision 3: revision 2 is not',
      ],
      [
        'index removed',
        () => void store.objects.delete(indexKey('run-2')),
        `${indexKey('run-2')}: the entry of revision 2 is gone`,
      ],
      [
        'a stray index',
        () => put(indexKey('x'), { transitionId: 'x', revision: 2 }),
        `${indexKey('x')}: it is of no move`,
      ],
      ['a stray object', () => put('registry/weather/audit/notes.json', {}), 'audit/notes.json: it is of no move'],
    ];
    for (const [name, attack, found] of attacks) {
      attack();
      expect([name, await brokenAt()]).toEqual([name, expect.stringContaining(found)]);
      store.objects.clear();
      for (const [key, object] of whole) store.objects.set(key, object);
    }
    expect(await brokenAt()).toBeUndefined();
  });

  it('cannot make a hole right before the newest move without the next one being refused', async () => {
    store.objects.delete(recordKey(3));
    await refused(pointer.move(BACK, AUDIT), 'revision 3: its record is gone');
    store.put(recordKey(3), '{}');
    await refused(pointer.move(BACK, AUDIT), 'revision 3: its record cannot be read');
    edit(recordKey(2), { revision: 3, dataset: 'electricity' });
    store.put(recordKey(3), textOf(recordKey(2)));
    await refused(pointer.move(BACK, AUDIT), "revision 4: it is a move of the data set 'electricity'");
  });

  it('cannot bring what is no move into the pointer', async () => {
    store.put(POINTER, '[1, 2]');
    await refused(pointer.move(BACK, AUDIT), 'production.json: it cannot be read');
    expect(await brokenAt()).toBe(`${POINTER}: it cannot be read`);
  });

  it('cannot make much work by a pointer with a great number', async () => {
    put(POINTER, { ...moveAt(POINTER), revision: 900_000_000 });
    expect(await brokenAt()).toBe('revision 5: its record is gone');
  });

  it("cannot take what a replay made for the data set's own, nor the other way round", async () => {
    const beside = new MemoryStore('artifacts/replays/r-1');
    const replayed = productionPointer(beside, CLOCK, 'r-1');
    await replayed.move(to(7), AUDIT);
    expect(await replayed.verified('weather', AUDIT)).toMatchObject({ to: 7, replay: 'r-1' });
    store.objects.clear();
    for (const [key, { body }] of beside.objects) store.put(key, body);
    await refused(pointer.verified('weather', AUDIT), 'revision 1: it was made in the replay r-1');
    const own = new MemoryStore('artifacts');
    await productionPointer(own, CLOCK).move(to(7), AUDIT);
    for (const [key, { body }] of own.objects) beside.put(key, body);
    await expect(replayed.verified('weather', AUDIT)).rejects.toThrow('it was made outside of this replay');
  });
});

describe('what a release without signatures left', () => {
  it('is the beginning of a chain; the next move vouches for it', async () => {
    asOfOld();
    expect(await pointer.audit('weather', AUDIT)).toMatchObject({ unsigned: 4 });
    expect(await brokenAt()).toBeUndefined();
    expect(await pointer.move(BACK, AUDIT)).toMatchObject({ revision: 5, from: 4, to: 1 });
    expect(await pointer.audit('weather', AUDIT)).toMatchObject({ unsigned: 4 });
    expect(await brokenAt()).toBeUndefined();
    edit(recordKey(4), { reason: 'because' });
    expect(await brokenAt()).toContain('revision 4 is not the record that it was signed over');
    await refused(pointer.move(to(2, { transitionId: 'next' }), AUDIT), 'revision 4 is not the record');
  });

  it('is believed of a move that was made before as long as its chain is whole', async () => {
    asOfOld();
    expect(await pointer.move(to(2), AUDIT)).toMatchObject({ revision: 2, to: 2 });
    edit(recordKey(2), { from: 3 });
    await refused(pointer.move(to(2), AUDIT), 'revision 2: it moves from version 3, and what was there is version 1');
  });

  it('has each run once', async () => {
    asOfOld();
    edit(recordKey(2), { transitionId: 'run-1' });
    expect(await brokenAt()).toBe("revision 2: the run 'run-1' made revision 1, too");
  });

  it('is no link of a chain', async () => {
    asOfOld();
    edit(POINTER, { previousSha256: 'f00' });
    edit(recordKey(4), { previousSha256: 'f00' });
    expect(await brokenAt()).toBe('revision 4: it is not signed, and moves before it are');
  });
});

describe('a crash', () => {
  it('between the pointer and its record heals: the record is a copy of the pointer, which was signed once', async () => {
    const request = to(5);
    // The first mutating call is the record of the move before, which stands: 3 is the pointer's.
    const dying = productionPointer(crashAt(3, 'after').store(store), CLOCK).move(request, AUDIT);
    await expect(dying).rejects.toThrow('a process that is dead');
    expect(store.objects.has(recordKey(5))).toBe(false);
    const signed = textOf(POINTER);
    expect(await brokenAt()).toBeUndefined();
    expect(await pointer.move(request, AUDIT)).toEqual(JSON.parse(signed));
    expect([textOf(POINTER), textOf(recordKey(5))]).toEqual([signed, signed]);
    expect(await brokenAt()).toBeUndefined();
  });
});
