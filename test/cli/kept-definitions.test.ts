import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keptDefinitions } from '../../cli/definitions/kept-definitions.ts';

let root = '';
let synthesized = 0;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'definitions-'));
  await put('environments/prod.ts', 'export const prod = { region: 1 };');
  await put('lib/data/medallion.ts', 'buckets');
  await put('lambdas/steps.ts', 'steps');
  await put('package-lock.json', '{}');
  synthesized = 0;
});
afterEach(async () => {
  delete process.env.CDK_CONTEXT_JSON;
  await rm(root, { recursive: true });
});

async function put(path: string, text: string): Promise<void> {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), text);
}

/** The code is loaded after all of the files were written, unless told otherwise. */
function definitions(environment = 'prod', loadedAtMs = Date.now() + 60_000) {
  const synthesize = async () => {
    synthesized += 1;
    return { machines: {}, functions: { made: String(synthesized) } };
  };
  return keptDefinitions(environment, { root, loadedAtMs, synthesize });
}

describe('keptDefinitions', () => {
  it('synthesizes once while nothing changes, and each environment for itself', async () => {
    const first = await definitions();
    expect(await definitions()).toEqual(first);
    expect(synthesized).toBe(1);
    expect((await definitions('dev')).functions).toEqual({ made: '2' });
    expect((await definitions()).functions).toEqual({ made: '1' });
  });

  it.each([
    ['a literal of an environment', 'environments/prod.ts', 'export const prod = { region: 2 };'],
    ['a construct', 'lib/data/medallion.ts', 'baskets'],
    ['a new file', 'core/contracts/new.ts', ''],
    ['the rows of the steps', 'lambdas/steps.ts', 'more steps'],
    ['what is installed', 'package-lock.json', '{ }'],
    ["CDK's context", 'cdk.context.json', '{}'],
  ])('synthesizes anew after a change of %s', async (_, path, text) => {
    await definitions();
    await put(path, text);
    expect((await definitions()).functions).toEqual({ made: '2' });
    expect(await readdir(join(root, '.cache/definitions'))).toHaveLength(1);
  });

  it('synthesizes anew in another context', async () => {
    await definitions();
    process.env.CDK_CONTEXT_JSON = '{"a":1}';
    expect((await definitions()).functions).toEqual({ made: '2' });
  });

  it('does not care for code that shapes nothing', async () => {
    await definitions();
    await put('report/page/main.ts', 'console.log(1)');
    await put('lambdas/train/select.ts', 'select');
    expect((await definitions()).functions).toEqual({ made: '1' });
  });

  it('keeps nothing that code made which may be older than the files', async () => {
    await definitions('prod', Date.now() - 60_000);
    expect((await definitions()).functions).toEqual({ made: '2' });
  });
});
