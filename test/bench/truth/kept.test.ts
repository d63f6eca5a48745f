import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { codeState, kept, KEPT_DIR } from '../../../bench/truth/kept.ts';

const LABEL = 'test-of-what-is-kept';
const question = (key: unknown) => ({ label: LABEL, key, schema: z.number() });
const never = async () => Promise.reject(new Error('asked again'));

describe('what is kept of a bench', () => {
  afterEach(async () => {
    for (const key of ['a', 'b'].values()) await rm(fileOf(key), { force: true });
  });

  it('answers the same question without asking again, and another one not', async () => {
    expect(await kept(question('a'), async () => 1)).toBe(1);
    expect(await kept(question('a'), never)).toBe(1);
    await expect(kept(question('b'), never)).rejects.toThrow('asked again');
  });

  it('is made anew where it has another shape', async () => {
    await kept({ ...question('a'), schema: z.string() }, async () => 'one');
    expect(await kept(question('a'), async () => 1)).toBe(1);
  });

  it('knows the code by its content', async () => {
    expect(await codeState()).toMatch(/^[0-9a-f]{64}$/);
    expect(await codeState()).toBe(await codeState());
  });
});

/** The first 16 digits of sha256 of the key as JSON. */
function fileOf(key: string): string {
  const names: Readonly<Record<string, string>> = { a: 'ac8d8342bbb2362d', b: 'c100f95c1913f9c7' };
  return `${KEPT_DIR}/${LABEL}-${names[key]}.json`;
}
