import { describe, expect, it } from '@jest/globals';
import { tableKeys } from '../../core/contracts/keys.ts';
import { readDeliveryFigures, writeUnread } from '../../lake/delivery-figures.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../lambdas/transform/transform.ts';
import { DAILY } from '../support/dataset.ts';
import { figures } from '../support/delivery-figures.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { memoryPorts } from '../support/ports.ts';

const [A, B] = ['a'.repeat(64), 'b'.repeat(64)];

async function silverOfOneFile() {
  const ports = memoryPorts({ datasets: [DAILY] });
  ports.stores.landing.put('weather/1.csv', 'station,date,temp\na,2012-01-01,1\na,2012-01-02,2\n');
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  await transform({ dataset: 'weather', bronzeVersion }, ports);
  return ports.stores.silver;
}

describe('what is known of deliveries', () => {
  it('is nothing before any was read', async () => {
    expect(await readDeliveryFigures(new MemoryStore('silver'), 'weather')).toEqual(new Map());
  });

  it('is what the ledger says of those that were read, and what silver was refused with', async () => {
    const silver = await silverOfOneFile();
    const [read] = [...(await readDeliveryFigures(silver, 'weather')).values()];
    expect(read).toMatchObject({ key: 'weather/1.csv', rows: 2, newValues: 2, series: 1, usualRows: null });
    await writeUnread(silver, 'weather', [figures({ delivery: A })]);
    expect([...(await readDeliveryFigures(silver, 'weather')).keys()]).toEqual([A, read.delivery]);
  });

  it('is what the ledger says where a refused one was read since, and of the last refusal alone', async () => {
    const silver = await silverOfOneFile();
    const [read] = [...(await readDeliveryFigures(silver, 'weather')).values()];
    await writeUnread(silver, 'weather', [figures({ delivery: B })]);
    await writeUnread(silver, 'weather', [figures({ delivery: read.delivery, rows: 9 })]);
    expect(await readDeliveryFigures(silver, 'weather')).toEqual(new Map([[read.delivery, read]]));
    silver.put(tableKeys.unreadDeliveries('weather'), '{');
    expect(await readDeliveryFigures(silver, 'weather')).toEqual(new Map([[read.delivery, read]]));
  });
});
