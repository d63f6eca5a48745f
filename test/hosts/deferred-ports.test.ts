import { describe, expect, it } from '@jest/globals';
import * as deferred from '../../hosts/deferred-ports.ts';

/** A port whose every method answers with its name and its arguments; it is nothing that can be awaited. */
function echo<P extends object>(): P {
  const method =
    (name: PropertyKey) =>
    async (...args: unknown[]) => [name, ...args];
  return new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : method(name)) }) as P;
}

type Method = (...args: readonly string[]) => Promise<unknown>;

const PORTS: readonly (readonly [string, (load: () => Promise<never>) => object, readonly string[]])[] = [
  [
    'store',
    (load) => deferred.deferredStore('b', load),
    ['create', 'head', 'list', 'read', 'readTagged', 'remove', 'replace', 'write'],
  ],
  ['registry', deferred.deferredRegistry, ['describe', 'list', 'register', 'setStage', 'stage', 'stages']],
  ['notifier', deferred.deferredNotifier, ['notify']],
];

describe('a deferred port', () => {
  it.each(PORTS)('%s: is loaded by the first call, and hands every call on', async (_, make, methods) => {
    let loaded = 0;
    const port = make(async () => {
      loaded += 1;
      return echo<never>();
    });
    const names = Object.entries(port).flatMap(([name, member]) => (typeof member === 'function' ? [name] : []));
    expect(names.sort()).toEqual(methods);
    expect(loaded).toBe(0);
    for (const name of names) {
      expect(await (port as Record<string, Method>)[name]('x', 'y')).toEqual([name, 'x', 'y']);
    }
  });

  it('signs and checks with one key', async () => {
    const load = async () => echo<never>();
    expect(await deferred.deferredSigner(load).sign(new Uint8Array([1]))).toEqual(['sign', new Uint8Array([1])]);
    const signature = new Uint8Array([2]);
    const signed = { keyId: 'id', message: signature, signature, signedAtMs: 1 };
    expect(await deferred.deferredKeys(load).check(signed)).toEqual(['check', signed]);
  });

  it('is made once', () => {
    let made = 0;
    const number = deferred.once(() => (made += 1));
    expect([number(), number(), made]).toEqual([1, 1, 1]);
  });

  it('is made again after a failure', () => {
    const answers = [new Error('no variable'), 'ready'];
    const ready = deferred.once(() => {
      const [answer] = answers.splice(0, 1);
      if (answer instanceof Error) throw answer;
      return answer;
    });
    expect(ready).toThrow('no variable');
    expect(ready()).toBe('ready');
  });
});
