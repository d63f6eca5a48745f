import { chmodSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tarArchives } from '../../../adapters/archive/tar.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function folderOf(files: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  mkdirSync(join(folder, 'asset.1'));
  for (const file of files) writeFileSync(join(folder, file), `content of ${file}`);
  return folder;
}

describe('an archive', () => {
  it('has the same bytes of the same files, whoever wrote them in which order and when', async () => {
    const files = ['manifest.json', 'asset.1/b.mjs', 'asset.1/a.mjs', 'z'];
    const [one, other] = [await folderOf(files), await folderOf([...files].reverse())];
    utimesSync(join(other, 'z'), 1, 1);
    chmodSync(join(other, 'z'), 0o600);
    chmodSync(join(one, 'z'), 0o644);
    const packed = await tarArchives.pack(one);
    expect(Buffer.compare(packed, await tarArchives.pack(other))).toBe(0);
    writeFileSync(join(other, 'z'), 'changed');
    expect(Buffer.compare(packed, await tarArchives.pack(other))).not.toBe(0);
  });

  it('gives back what was packed', async () => {
    const into = await temporaryFolder();
    await tarArchives.unpack(await tarArchives.pack(await folderOf(['manifest.json', 'asset.1/a.mjs'])), into);
    expect([
      readFileSync(join(into, 'manifest.json'), 'utf8'),
      readFileSync(join(into, 'asset.1/a.mjs'), 'utf8'),
    ]).toEqual(['content of manifest.json', 'content of asset.1/a.mjs']);
  });

  it('that is cut off or none is an error', async () => {
    const whole = await tarArchives.pack(await folderOf(['manifest.json']));
    await expect(tarArchives.unpack(whole.subarray(0, whole.length - 20), await temporaryFolder())).rejects.toThrow();
    await expect(tarArchives.unpack(Buffer.from('no archive'), await temporaryFolder())).rejects.toThrow();
  });
});
