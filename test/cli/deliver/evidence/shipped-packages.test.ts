import { describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagesOfFiles } from '../../../../adapters/npm/packages.ts';
import { tarArchives } from '../../../../adapters/archive/tar.ts';
import { imageFiles, mappedFiles, shippedPackages } from '../../../../cli/deliver/evidence/shipped-packages.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { hostOf, NEW, OUTSIDE, releasedStore } from './released.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

describe('packages that are shipped', () => {
  it('are those that source maps name, wherever their modules lie', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'asset.1/deep'), { recursive: true });
    const map = (sources: readonly string[]) => JSON.stringify({ version: 3, sources });
    await writeFile(join(folder, 'asset.1/a.mjs.map'), map(['../node_modules/zod/index.js', '../core/ports.ts']));
    await writeFile(join(folder, 'asset.1/deep/b.mjs.map'), map(['../../node_modules/@aws-sdk/client-s3/x.js']));
    await writeFile(join(folder, 'asset.1/b.mjs'), 'no map');
    expect(await mappedFiles(folder)).toEqual(['node_modules/@aws-sdk/client-s3/x.js', 'node_modules/zod/index.js']);
  });

  it('are those of the stored functions and of the image, with the licence that each states', async () => {
    const releases = await releasedStore();
    const build = await releases.build(NEW);
    const sources = {
      ...OUTSIDE.sources,
      imageFiles,
      packagesOf: (files: readonly string[]) => packagesOfFiles(ROOT, files),
    };
    const found = await shippedPackages(build!, hostOf(releases), sources);
    const licences = Object.fromEntries(found.map(({ name, licence }) => [name, licence]));
    // Of the functions alone, of the image alone.
    expect(licences).toMatchObject({ zod: 'MIT', 'date-holidays': '(ISC AND CC-BY-3.0)' });
    const ofFunctions = await shippedPackages({ ...build!, image: 'none' }, hostOf(releases), sources);
    expect(ofFunctions.map(({ name }) => name)).toEqual(['zod']);
  });

  it('cannot be known where the archive holds no source map', async () => {
    const releases = await releasedStore();
    const host = hostOf(releases);
    const archives = { ...tarArchives, unpack: async () => undefined };
    const build = await releases.build(NEW);
    await expect(shippedPackages(build!, { ...host, archives }, OUTSIDE.sources)).rejects.toThrow(
      'holds no source map',
    );
  });
});
