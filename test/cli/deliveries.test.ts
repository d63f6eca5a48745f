import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deliveriesCommand } from '../../cli/deliveries/command.ts';
import { deliveries } from '../../cli/deliveries/deliveries.ts';
import { parseCommand } from '../../cli/options.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { localPorts } from '../../hosts/folder.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../lambdas/transform/transform.ts';
import { DAILY } from '../support/dataset.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { printed } from './models-folder.ts';

const HEADER = 'station,date,temp\n';
const DATASET: Dataset = {
  ...DAILY,
  contract: { ...DAILY.contract, deliveries: { ...DAILY.contract.deliveries, maxRestatedShare: 0.4 } },
};
const A = `${HEADER}a,2012-01-01,1\na,2012-01-02,2\n`;
/** Restates half of its values. */
const B = `${HEADER}a,2012-01-02,20\na,2012-01-03,30\n`;

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder, 'landing/weather'), { recursive: true });
  await writeFile(join(folder, 'landing/weather/a.csv'), A);
  await writeFile(join(folder, 'landing/weather/b.csv'), B);
  await writeFile(join(folder, 'dataset.json'), JSON.stringify(DATASET));
});

const run = (verb: string, ...args: string[]) =>
  printed(() =>
    deliveries(parseCommand(deliveriesCommand, [verb, '--dataset', 'weather', '--folder', folder, ...args])!),
  );
const rule = (verb: string, delivery: string, reason = 'doubled') =>
  run(verb, '--delivery', delivery, '--reason', reason, '--by', 'grace');
const WHEN = /\d{4}-\d\d-\d\d \d\d:\d\d/g;
const list = async (...args: string[]) =>
  (await run('list', ...args)).replaceAll(WHEN, '2026-11-28 12:00').replace(/\b[0-9a-f]{12}\b/g, '012345678901');

async function transformed(): Promise<number> {
  const ports = localPorts(folder, [DATASET]);
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  const range = { start: '2012-01-01', end: '2012-01-09' };
  return (await transform({ dataset: 'weather', bronzeVersion, range }, ports)).counts.withdrawn;
}

describe('deliveries of a folder', () => {
  it('are looked for where a platform is', async () => {
    await expect(run('list')).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(`--folder '${folder}' holds no deliveries; 'npm start' makes some in out/demo`),
    });
  });

  it('are none before the first is ingested', async () => {
    await mkdir(join(folder, 'bronze'));
    expect(await run('list')).toBe("Nothing was delivered of 'weather' yet.\n");
    await expect(rule('withdraw', 'weather/b.csv')).rejects.toMatchObject({ name: 'DeliveryUnknown' });
  });

  it('are listed with what limits say, the newest first, on lines that a terminal shows whole', async () => {
    await expect(transformed()).rejects.toMatchObject({ name: 'DeliveryBeyondLimits' });
    const text = await list();
    expect(text).toBe(
      [
        'when (UTC)        sha256        rows  new  restated',
        '----------------  ------------  ----  ---  --------',
        '2026-11-28 12:00  012345678901     2    1         1',
        '  weather/b.csv',
        '  beyond: 1 of its 2 rows give another value for what was known: 50 %, at most',
        '          40 %',
        '2026-11-28 12:00  012345678901     2    2         0',
        '  weather/a.csv',
        '',
        "2 deliveries of 'weather'",
        '',
      ].join('\n'),
    );
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('are accepted, withdrawn and restored through the machine, which keeps its history and the time', async () => {
    const before = Date.now();
    await rule('accept', 'weather/b.csv', 'a correction');
    expect(await transformed()).toBe(0);
    expect(await rule('withdraw', 'weather/b.csv')).toMatch(
      /^Delivery [0-9a-f]{12} of 'weather' \(weather\/b\.csv, 2 rows\) is withdrawn, by\ngrace: doubled\nFrom the next training/,
    );
    expect(await transformed()).toBe(2);
    const [b, a] = (JSON.parse(await run('list', '--json')) as { deliveries: { ruling: { at: string } }[] }).deliveries;
    expect([b, a]).toMatchObject([
      { key: 'weather/b.csv', rows: 2, figures: null, beyond: [], ruling: { ruling: 'withdraw', by: 'grace' } },
      { key: 'weather/a.csv', rows: 2, figures: { newValues: 2 }, ruling: null },
    ]);
    expect(Date.parse(b.ruling.at)).toBeGreaterThanOrEqual(before);
    expect(await list()).toContain('  withdraw: by grace, 2026-11-28 12:00 UTC: doubled\n');
    await rule('restore', 'weather/b.csv');
    // Silver does not hold it any more: it is judged as if it came today.
    await expect(transformed()).rejects.toMatchObject({ name: 'DeliveryBeyondLimits' });
    expect(await list()).toContain('  beyond: 1 of its 2 rows');
    await rule('accept', 'weather/b.csv');
    expect(await transformed()).toBe(0);
    expect(await readdir(join(folder, 'executions/rule'))).toHaveLength(4);
  });

  it('are ruled on again only where that changes something', async () => {
    await expect(rule('restore', 'weather/b.csv')).rejects.toMatchObject({
      name: 'RulingRefused',
      message: expect.stringContaining('is not withdrawn: there is nothing to restore'),
    });
  });

  it.each([
    ['no delivery', ['--reason', 'x'], '--delivery is missing'],
    ['no reason', ['--delivery', 'weather/a.csv'], '--reason is missing'],
    ['an empty reason', ['--delivery', 'weather/a.csv', '--reason', ' '], '--reason is missing'],
    ['nobody', ['--delivery', 'weather/a.csv', '--reason', 'x', '--by', ''], "--by '' names nobody"],
  ])('are not ruled on with %s', async (_, args, message) => {
    await expect(run('withdraw', ...args)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
    });
  });

  it('are the newest twenty, unless all are asked for', async () => {
    for (let at = 0; at < 20; at++) {
      await writeFile(
        join(folder, `landing/weather/c${String(at).padStart(2, '0')}.csv`),
        `${HEADER}a,2013-01-01,${at}\n`,
      );
    }
    await ingest({ dataset: 'weather' }, localPorts(folder, [DATASET]));
    const text = await list();
    expect(text).toContain("22 deliveries of 'weather'; 2 older ones left out: --all shows them");
    expect(text).not.toContain('weather/b.csv');
    // Nothing is known of what no transform has read.
    expect(text.split('\n')[0]).toBe('when (UTC)        sha256        rows');
    expect(await list('--all')).toContain('weather/b.csv');
  });
});
