import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
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

  it('takes no reason without a word', async () => {
    await expect(rollback('--reason', '')).rejects.toThrow('--reason');
    await expect(rollback('--reason', '  ')).rejects.toThrow('--reason');
    expect(await inProduction()).toBe(2);
  });

  it('says when it was done', async () => {
    const before = Date.now();
    await rollback('--reason', 'too warm');
    const [, , third] = await localPorts(folder, []).production.history('weather');
    expect(third.atMs).toBeGreaterThanOrEqual(before);
    expect(third.atMs).toBeLessThanOrEqual(Date.now());
  });

  it('says of its time what --clock says, and asks for another instant the next time', async () => {
    await rollback('--clock', '2026-01-01T01:00:00+01:00');
    const newest = await localPorts(folder, []).production.read('weather');
    expect(newest?.atMs).toBe(Date.UTC(2026, 0, 1));
    const [file] = await readdir(join(folder, 'executions', 'roll-back'));
    expect(file).toBe('roll-back-20260101T000000000Z.json');
    const history = await readFile(join(folder, 'executions', 'roll-back', file!), 'utf8');
    expect(new Set(history.match(/"timestamp": "[^"]*"/g))).toEqual(
      new Set(['"timestamp": "2026-01-01T00:00:00.000Z"']),
    );
    await expect(rollback('--clock', '2026-01-01T00:00:00Z')).rejects.toThrow(
      /roll-back-20260101T000000000Z\.json is there already: give --clock a later instant/,
    );
  });

  it.each(['2026-01-01', '2026-01-01T00:00:00', 'now'])('refuses --clock %s', async (instant) => {
    await expect(rollback('--clock', instant)).rejects.toThrow(
      `--clock '${instant}' is not allowed; allowed: an instant with its offset, as in 2026-01-01T00:00:00Z`,
    );
  });

  it('refuses --clock for an environment, which has the real time', async () => {
    const words = ['--dataset', 'weather', '--env', 'dev', '--by', 'grace', '--clock', '2026-01-01T00:00:00Z'];
    await expect(rollBack(parseCommand(rollbackCommand, words)!)).rejects.toThrow(
      '--clock is for a folder: an environment has the real time',
    );
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
