import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../../core/contracts/dataset.ts';
import { run as refreshFeatures } from '../../../lambdas/features/refresh.ts';
import { run as ingest } from '../../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../../lambdas/transform/transform.ts';
import { openTable, readRows } from '../../../tables/index.ts';
import { DAILY } from '../../support/dataset.ts';
import { type MemoryPorts, memoryPorts } from '../../support/ports.ts';

const PRICED: Dataset = { ...DAILY, evaluation: { length: '1d' }, regressors: ['price'], shards: 3 };
const STATIONS = ['a', 'b', 'c', 'd', 'e', 'f'];
const ROWS = STATIONS.flatMap((id) => [`${id},2020-01-01,1,5`, `${id},2020-01-02,1,6`, `${id},2020-01-03,,7`]);

async function refreshed(ports: MemoryPorts): Promise<readonly string[]> {
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  const { silverVersion, range, lastObservation } = await transform({ dataset: 'weather', bronzeVersion }, ports);
  const asked = { dataset: 'weather', bronzeVersion, silverVersion, range, lastObservation };
  const { features } = await refreshFeatures(asked, ports);
  const table = await openTable({ store: ports.stores.silver, path: 'weather/features' }, features!.tableVersion);
  const found: string[] = [];
  const names = ['shard', 'unique_id', 'ds', 'value'];
  for await (const { rows, columns } of readRows(table, { columns: [...names, 'kind'] })) {
    for (let row = 0; row < rows; row++) {
      if (columns.kind[row] === 'regressor') found.push(names.map((name) => columns[name][row]).join(' '));
    }
  }
  return found;
}

describe('the features table', () => {
  it('holds every value once where the data set has another number of shards', async () => {
    const datasets = [PRICED];
    const ports = memoryPorts({ datasets });
    ports.stores.landing.put('weather/1.csv', `station,date,temp,price\n${ROWS.join('\n')}\n`);
    const sharded = await refreshed(ports);
    expect(new Set(sharded.map((row) => row[0])).size).toBeGreaterThan(1);
    datasets[0] = { ...PRICED, shards: 1 };
    const together = await refreshed(ports);
    const days = [18_262, 18_263, 18_264];
    expect(together).toEqual(STATIONS.flatMap((id) => days.map((day, at) => `0 ${id} ${day} ${5 + at}`)));
    expect(sharded).toHaveLength(together.length);
  });
});
