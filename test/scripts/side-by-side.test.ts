import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { twoAtATime } from '../../scripts/side-by-side.mjs';
import { temporaryFolder } from '../support/temporary-folder.ts';

it('runs two at a time, each once and in their order', async () => {
  const [begun, ends] = [new Array<string>(), new Map<string, () => void>()];
  const all = twoAtATime(['a', 'b', 'c'], async (one) => {
    begun.push(one);
    await new Promise<void>((end) => ends.set(one, end));
  });
  expect(begun).toEqual(['a', 'b']);
  ends.get('b')!();
  await new Promise(setImmediate);
  expect(begun).toEqual(['a', 'b', 'c']);
  ends.get('a')!();
  ends.get('c')!();
  await all;
});

it('says what each script said as a whole, and fails where one fails, after the others', async () => {
  const folder = await temporaryFolder();
  const scripts = { fails: 'echo bad && exit 3', slow: 'echo first && sleep 1 && echo last', fine: 'echo fine' };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts }));
  const run = (...names: readonly string[]) =>
    promisify(execFile)(process.execPath, [resolve('scripts/side-by-side.mjs'), ...names], { cwd: folder });

  const { stdout } = await run('slow', 'fine');
  for (const said of ['first\nlast\n', 'fine\n']) expect(stdout).toContain(`\n${said}`);
  await expect(run('fails', 'slow')).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/\nbad\n[^]*\nfirst\nlast\n/),
  });
});
