import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bundleForecaster, bundleName } from '../../../containers/forecaster/build.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let cache: string;
beforeAll(async () => {
  cache = await temporaryFolder();
});

describe('bundleForecaster', () => {
  it('makes the entry points once, and again when what went into them has changed', async () => {
    const folder = await bundleForecaster(cache);
    const made = (await stat(join(folder, 'train.mjs'))).mtimeMs;

    expect(await readdir(folder)).toEqual(expect.arrayContaining(['forecast.mjs', 'train.mjs', 'worker.mjs']));
    expect(await bundleForecaster(cache)).toBe(folder);
    expect((await stat(join(folder, 'train.mjs'))).mtimeMs).toBe(made);

    const index = await readFile(join(cache, 'index.json'), 'utf8');
    const { inputs } = JSON.parse(index) as { inputs: Record<string, string> };
    const source = 'core/train/series-fitter.ts';
    expect(inputs[source]).toMatch(/^[0-9a-f]{64}$/);
    await writeFile(join(cache, 'index.json'), index.replace(inputs[source], 'another content'));
    expect(await bundleForecaster(cache)).toBe(folder);
    expect(await readFile(join(cache, 'index.json'), 'utf8')).toBe(index);
    expect((await readdir(cache)).sort()).toEqual([basename(folder), 'index.json'].sort());
  });

  it('gives two that bundle at the same time the same bundle', async () => {
    const fresh = await temporaryFolder();

    const [one, other] = await Promise.all([bundleForecaster(fresh), bundleForecaster(fresh)]);

    expect(one).toBe(other);
  });
});

describe('bundleName', () => {
  it('is another wherever a file of the bundle has other bytes, or another name', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'train.mjs'), '1');
    await writeFile(join(folder, 'worker.mjs'), '2');
    const name = bundleName(folder);
    expect(name).toBe('forecaster-bundle@sha256:da868db8c54b1a80269ebbdcb13a88eb9d253c4253837e284f3b7fbe3877dc95');
    await writeFile(join(folder, 'worker.mjs'), '3');
    const changed = bundleName(folder);
    await rename(join(folder, 'worker.mjs'), join(folder, 'forecast.mjs'));
    expect(new Set([name, changed, bundleName(folder)]).size).toBe(3);
  });
});
