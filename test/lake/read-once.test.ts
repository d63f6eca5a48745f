import { describe, expect, it } from '@jest/globals';
import { readOnce } from '../../lake/read-once.ts';
import { MemoryStore } from '../support/memory-store.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('readOnce', () => {
  it('gives the bytes of the first time, also when the object is another by now', async () => {
    const store = new MemoryStore('artifacts');
    store.put('a/model.jsonl', 'first');
    const once = readOnce(store, ['model.jsonl']);
    expect(text(await once.read('a/model.jsonl'))).toBe('first');
    store.put('a/model.jsonl', 'second');
    expect(text(await once.read('a/model.jsonl'))).toBe('first');
    expect(text(await once.read('a/model.jsonl', { start: 0, end: 3 }))).toBe('sec');
  });

  it('tells keys apart, and reads every other file anew', async () => {
    const store = new MemoryStore('artifacts');
    store.put('a/model.jsonl', 'a');
    store.put('b/model.jsonl', 'b');
    store.put('a/summary.json', 'first');
    const once = readOnce(store, ['model.jsonl']);
    expect(text(await once.read('a/model.jsonl'))).toBe('a');
    expect(text(await once.read('b/model.jsonl'))).toBe('b');
    await once.read('a/summary.json');
    await once.write('a/summary.json', new TextEncoder().encode('second'));
    expect(text(await once.read('a/summary.json'))).toBe('second');
  });
});
