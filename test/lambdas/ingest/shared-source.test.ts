import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { type Dataset, datasetSchema } from '../../../core/contracts/dataset.ts';
import { localPorts } from '../../../hosts/folder.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { DAILY } from '../../support/dataset.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const OF_PROD: Dataset = {
  ...DAILY,
  name: 'weather-of-prod',
  source: { format: 'delta', prefix: 'weather/series', of: { environment: 'prod', layer: 'silver' } },
  columns: { id: 'unique_id', timestamp: 'ds', target: 'y' },
};
const CSV = 'station,date,temp\nseattle,2012-01-01,5.5\nseattle,soon,1\nnyc,2012-01-02,-3\n';

async function silverOf(root: string, dataset: Dataset) {
  const ports = localPorts(root, [dataset], { keyFolder: join(root, 'key') });
  const { bronzeVersion, newFiles } = await ingest({ dataset: dataset.name }, ports);
  await transform({ dataset: dataset.name, bronzeVersion }, ports);
  const rows: string[] = [];
  const table = await openTable({ store: ports.stores.silver, path: `${dataset.name}/series` });
  for await (const { columns, rows: count } of readRows(table, { columns: ['unique_id', 'ds', 'y'] })) {
    for (let i = 0; i < count; i++) rows.push(['unique_id', 'ds', 'y'].map((name) => columns[name][i]).join(' '));
  }
  return { rows: rows.sort(), newFiles };
}

it("learns from another environment's silver, and takes it once", async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'prod', 'landing', 'weather'), { recursive: true });
  await writeFile(join(folder, 'prod', 'landing', 'weather', 'a.csv'), CSV);
  const theirs = await silverOf(join(folder, 'prod'), DAILY);
  expect(theirs.rows).toEqual(['nyc 15341 -3', 'seattle 15340 5.5']);
  await cp(join(folder, 'prod', 'silver'), join(folder, 'dev', 'shared', 'prod', 'silver'), { recursive: true });
  expect(await silverOf(join(folder, 'dev'), OF_PROD)).toEqual({ rows: theirs.rows, newFiles: 1 });
  expect(await silverOf(join(folder, 'dev'), OF_PROD)).toEqual({ rows: theirs.rows, newFiles: 0 });
});

it('says where it looked, where nothing is there', async () => {
  const ports = localPorts(await temporaryFolder(), [OF_PROD]);
  await expect(ingest({ dataset: 'weather-of-prod' }, ports)).rejects.toThrow('shared/prod/silver');
});

it('is a Delta table', () => {
  const source = { ...OF_PROD.source, format: 'csv' };
  const { error } = datasetSchema.safeParse({ ...OF_PROD, source });
  expect(error?.issues[0]).toMatchObject({ path: ['source', 'format'], message: expect.stringContaining("'delta'") });
  expect(datasetSchema.safeParse(OF_PROD).success).toBe(true);
});
