import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { prepareOutput } from '../../cli/replay/output-folder.ts';
import type { ReplayRequest } from '../../cli/replay/replay-request.ts';
import { DAILY } from '../support/dataset.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let root: string;
let request: ReplayRequest;

beforeEach(async () => {
  root = await temporaryFolder();
  const dataPath = join(root, 'data.csv');
  await writeFile(dataPath, 'date,value\n');
  request = {
    dataset: DAILY,
    landing: 'landing/daily.csv',
    notes: [],
    dataPath,
    outDir: join(root, 'out'),
    policy: 'gates',
    approvals: 'automatic',
    environment: 'dev',
    overwrite: false,
  };
});

describe('the output folder of a replay', () => {
  it.each([false, true])('keeps what no replay made (--overwrite: %s)', async (overwrite) => {
    const mine = join(request.outDir, 'artifacts/mine.txt');
    await mkdir(join(mine, '..'), { recursive: true });
    await writeFile(mine, 'mine');
    await expect(prepareOutput({ ...request, overwrite })).rejects.toThrow(
      `--out '${request.outDir}' holds artifacts, which no replay made; give another folder`,
    );
    expect(await readFile(mine, 'utf8')).toBe('mine');
  });

  it('is made anew for the same request, for another only when asked to', async () => {
    await prepareOutput(request);
    await prepareOutput(request);
    const other = { ...request, policy: 'promote-latest' } as const;
    await expect(prepareOutput(other)).rejects.toThrow('holds another replay (.replay-request, landing)');
    await prepareOutput({ ...other, overwrite: true });
    await expect(prepareOutput(request)).rejects.toThrow('holds another replay');
  });

  it('takes the same request again that was interrupted while the data were copied', async () => {
    // A link to nowhere cannot be copied: what was done by then is what an interruption leaves.
    const dataPath = join(root, 'deliveries');
    await mkdir(dataPath);
    await writeFile(join(dataPath, 'a.csv'), 'date,value\n');
    await symlink(join(root, 'nowhere'), join(dataPath, 'b.csv'));
    const broken = { ...request, dataPath };
    await expect(prepareOutput(broken)).rejects.toThrow('ENOENT');
    await rm(join(dataPath, 'b.csv'));
    await prepareOutput(broken);
    expect(await readFile(join(request.outDir, 'landing', DAILY.source.prefix, 'a.csv'), 'utf8')).toBe('date,value\n');
  });

  it('is no file, and leaves what it does not know', async () => {
    await writeFile(request.outDir, 'a file');
    await expect(prepareOutput({ ...request, overwrite: true })).rejects.toThrow('is a file; give a folder');
    const outDir = join(root, 'notes');
    await mkdir(outDir);
    await writeFile(join(outDir, 'notes.txt'), 'kept');
    await prepareOutput({ ...request, outDir });
    expect(await readFile(join(outDir, 'notes.txt'), 'utf8')).toBe('kept');
  });
});
