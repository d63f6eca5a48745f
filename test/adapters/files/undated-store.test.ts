import { utimesSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { localPorts } from '../../../hosts/folder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const AT_MS = Date.UTC(2026, 0, 1);

/** A delivery in the landing bucket of a new folder, as a disk dates it. */
async function landed(content: string, changedAtMs: number): Promise<string> {
  const root = await temporaryFolder();
  await mkdir(join(root, 'landing'));
  const file = join(root, 'landing', 'a.csv');
  await writeFile(file, content);
  utimesSync(file, changedAtMs / 1000, changedAtMs / 1000);
  return root;
}

const landingOf = (root: string, clockAtMs?: number) => localPorts(root, [], { clockAtMs }).stores.landing;

describe('the landing bucket of a folder', () => {
  it('has objects of the clock’s instant, known by their content, where the clock is given', async () => {
    const [one, same, other] = await Promise.all([landed('x', 1000), landed('x', 5000), landed('y', 1000)]);
    const [first] = await landingOf(one, AT_MS).list('');
    // Of 'x'.
    const sha256 = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
    expect(first).toEqual({ key: 'a.csv', sizeBytes: 1, modifiedAtMs: AT_MS, tag: sha256 });
    expect(await landingOf(same, AT_MS).head('a.csv')).toEqual(first);
    expect((await landingOf(other, AT_MS).head('a.csv'))?.tag).not.toBe(sha256);
    expect(await landingOf(one, AT_MS).head('b.csv')).toBeUndefined();
  });

  it('has objects of the disk’s times without one', async () => {
    const root = await landed('x', 5000);
    expect(await landingOf(root).head('a.csv')).toMatchObject({ modifiedAtMs: 5000 });
  });
});
