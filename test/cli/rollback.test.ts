import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseCommand } from '../../cli/options.ts';
import { rollbackCommand } from '../../cli/rollback/command.ts';
import { rollBack } from '../../cli/rollback/roll-back.ts';
import { localPorts } from '../../hosts/folder.ts';
import { modelsFolder, printed } from './models-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await modelsFolder();
});

const rollback = (...args: string[]) =>
  printed(
    () =>
      rollBack(parseCommand(rollbackCommand, [...args, '--dataset', 'weather', '--folder', folder, '--by', 'grace'])!),
    200,
  );
const inProduction = async () => (await localPorts(folder, []).production.read('weather'))?.to;

describe('rollback on a folder', () => {
  it('runs the roll-back machine to the version before, and keeps its history', async () => {
    const text = await rollback('--reason', 'too warm', '--json');
    expect(JSON.parse(text)).toMatchObject({ dataset: 'weather', from: 2, to: 1, revision: 3, signature: 'valid' });
    const { production, registry } = localPorts(folder, []);
    expect(await production.read('weather')).toMatchObject({
      to: 1,
      action: 'roll-back',
      by: 'grace',
      reason: 'too warm',
    });
    expect([...(await registry.stages('weather'))]).toEqual([
      [1, 'Production'],
      [2, 'Archived'],
      [3, 'Staging'],
    ]);
    expect(await readdir(join(folder, 'executions', 'roll-back'))).toHaveLength(1);
  });

  it('says when it was done: a person has a time, what a replay made has none', async () => {
    const before = Date.now();
    await rollback('--reason', 'too warm');
    const [, second, third] = await localPorts(folder, []).production.history('weather');
    expect(second.atMs).toBe(Date.UTC(2000, 0, 1));
    expect(third.atMs).toBeGreaterThanOrEqual(before);
  });

  it('goes to the version that is named, and says so', async () => {
    const text = await rollback('--to', '1');
    expect(text).toContain(
      "Production of 'weather': version 2 -> version 1 (revision 3), by grace: rolled back by hand",
    );
    expect(text).toContain('The signature of version 1 was verified');
    expect(text.split('\n').at(-2)).toBe(`  npm run rollback -- --folder ${folder} --dataset weather --release`);
  });

  it('lets refreshes go on where it held them, and moves nothing', async () => {
    await rollback('--reason', 'too warm');
    const text = await rollback('--release');
    expect(text).toContain(
      "Production of 'weather': version 1 is refreshed again (revision 4), by grace: released by hand",
    );
    const { production } = localPorts(folder, []);
    expect(await production.read('weather')).toMatchObject({ to: 1, action: 'release', by: 'grace', revision: 4 });
    expect(JSON.parse(await rollback('--to', '2', '--json'))).toMatchObject({ from: 1, to: 2, action: 'roll-back' });
    expect(JSON.parse(await rollback('--release', '--json'))).toMatchObject({ from: 2, to: 2, action: 'release' });
  });

  it('releases nothing where nothing is held, and goes nowhere at the same time', async () => {
    await expect(rollback('--release')).rejects.toMatchObject({ name: 'RollbackRefused' });
    await expect(rollback('--release', '--to', '1')).rejects.toMatchObject({
      name: 'UsageError',
      message: '--release moves nothing: leave out --to',
    });
    expect(await inProduction()).toBe(2);
  });

  it('fails with one clear line, and moves nothing, when the version was never in Production', async () => {
    await expect(rollback('--to', '3')).rejects.toMatchObject({
      name: 'RollbackRefused',
      message: expect.stringContaining(
        "the version was never in Production of 'weather'; got 3; allowed: 1, 2; hint: ",
      ),
    });
    const { production, registry } = localPorts(folder, []);
    expect(await production.read('weather')).toMatchObject({ to: 2, revision: 2 });
    expect((await registry.stages('weather')).get(3)).toBe('Staging');
  });

  it('fails with one clear line, and moves nothing, when the kept model was changed', async () => {
    await appendFile(join(folder, 'artifacts/models/weather/run-1/model.jsonl'), 'x');
    await expect(rollback()).rejects.toMatchObject({
      name: 'SignatureRefused',
      message: expect.stringContaining('model.jsonl'),
    });
    expect(await inProduction()).toBe(2);
  });

  it('knows no other data set than that of the folder', async () => {
    await writeFile(join(folder, 'dataset.json'), '{"name":"weather"}');
    await expect(rollback()).rejects.toMatchObject({ name: 'DatasetInvalid' });
  });
});
