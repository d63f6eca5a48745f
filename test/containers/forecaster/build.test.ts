import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleForecaster } from '../../../containers/forecaster/build.ts';

let cache: string;
beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'bundle-'));
});
afterAll(() => rm(cache, { recursive: true }));

describe('bundleForecaster', () => {
  it('makes the entry points once, and again when what went into them has changed', async () => {
    const folder = await bundleForecaster(cache);
    const made = (await stat(join(folder, 'train.mjs'))).mtimeMs;

    expect(await readdir(folder)).toEqual(expect.arrayContaining(['forecast.mjs', 'train.mjs', 'worker.mjs']));
    expect(await bundleForecaster(cache)).toBe(folder);
    expect((await stat(join(folder, 'train.mjs'))).mtimeMs).toBe(made);

    const index = JSON.parse(await readFile(join(cache, 'index.json'), 'utf8')) as { inputs: Record<string, string> };
    expect(index.inputs).toHaveProperty(['core/train/series-trainer.ts']);
    index.inputs['core/train/series-trainer.ts'] = 'of yesterday';
    await writeFile(join(cache, 'index.json'), JSON.stringify({ folder: 'yesterday', inputs: index.inputs }));
    expect(await bundleForecaster(cache)).toBe(folder);
  });
});
