import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { maintainCommand } from '../../cli/maintain/command.ts';
import { maintain } from '../../cli/maintain/maintain.ts';
import { parseCommand } from '../../cli/options.ts';
import { localPorts } from '../../hosts/folder.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../lambdas/transform/transform.ts';
import { DAILY } from '../support/dataset.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { printed } from './models-folder.ts';

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder, 'landing/weather'), { recursive: true });
  await writeFile(join(folder, 'dataset.json'), JSON.stringify(DAILY));
  const ports = localPorts(folder, [DAILY]);
  for (const day of [1, 2, 3]) {
    await writeFile(join(folder, `landing/weather/${day}.csv`), `station,date,temp\na,2012-01-0${day},${day}\n`);
    const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
    await transform({ dataset: 'weather', bronzeVersion, range: { start: '2012-01-01', end: '2012-01-09' } }, ports);
  }
});

const run = (...args: string[]) =>
  printed(() => maintain(parseCommand(maintainCommand, ['--folder', folder, ...args])!), 120);

describe('maintain on a folder', () => {
  it('finds nothing that is older than what is kept', async () => {
    expect(await run()).toContain("0 objects of 'weather' with 0.00 MB, 0 ledger objects among them, would be deleted");
  });

  it('lists what could go, of every data set that is there, and deletes it when it is told to', async () => {
    const text = await run('--clock', inDays(200));
    expect(text).toMatch(/^series +3 +3 +3 +2 +\d/m);
    expect(text).toMatch(
      /\d+ objects of 'weather' with [\d.]+ MB, 4 ledger objects among them, would be deleted; --delete/,
    );
    const done = JSON.parse(await run('--clock', inDays(201), '--dataset', 'weather', '--delete', '--json'));
    expect(done).toMatchObject([{ dataset: 'weather', dryRun: false, keepVersionsDays: 180, ledgers: { objects: 4 } }]);
    expect(await run('--clock', inDays(202))).toContain("0 objects of 'weather'");
  });

  it('says where there is nothing', async () => {
    await expect(run('--dataset', 'energy')).rejects.toThrow(`--folder '${folder}' has no tables of 'energy'`);
  });

  it('takes no data set that the environment has not', async () => {
    const asked = parseCommand(maintainCommand, ['--env', 'dev', '--dataset', 'energi']);
    await expect(maintain(asked!)).rejects.toThrow("--dataset 'energi' is not in the environment dev");
  });
});
