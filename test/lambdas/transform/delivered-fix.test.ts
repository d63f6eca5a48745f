import { expect, it, jest } from '@jest/globals';
import { LAYERS } from '../../../core/contracts/layers.ts';
import { parseValue as parseRightly } from '../../../core/series/parse-value.ts';
import { DAILY } from '../../support/dataset.ts';
import { memoryPorts, type MemoryPorts } from '../../support/ports.ts';

type ParseValue = typeof parseRightly;

/** Ingest and transform on the buckets, by code of that version, which parses like this. Each version is a process of its own. */
async function transformBy(version: number, parseValue: ParseValue, { stores }: MemoryPorts) {
  jest.resetModules();
  jest.unstable_mockModule('../../../core/transform/reading-version.ts', () => ({ READING_VERSION: version }));
  jest.unstable_mockModule('../../../core/series/parse-value.ts', () => ({ parseValue }));
  const { run: ingest } = await import('../../../lambdas/ingest/ingest.ts');
  const { run: transform } = await import('../../../lambdas/transform/transform.ts');
  const { openTable, readRows } = await import('../../../tables/index.ts');
  const ports = (await import('../../support/ports.ts')).memoryPorts({ datasets: [DAILY] });
  for (const layer of LAYERS) Object.assign(ports.stores[layer], { objects: stores[layer].objects });

  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  const range = { start: '2012-01-01', end: '2012-01-02' };
  const { silverVersion, totals } = await transform({ dataset: 'weather', bronzeVersion, range }, ports);
  const values: unknown[] = [];
  const series = await openTable({ store: ports.stores.silver, path: 'weather/series' });
  for await (const { columns } of readRows(series)) values.push(...columns.y);
  return { bronzeVersion, silverVersion, quarantined: totals.quarantined, values };
}

it('a delivered correction of the parser makes silver anew, of the bronze version that is there', async () => {
  const wrongly: ParseValue = (text, contract) => (text === '1e1' ? 'not-a-number' : parseRightly(text, contract));
  const ports = memoryPorts({ datasets: [DAILY] });
  ports.stores.landing.put('weather/a.csv', 'station,date,temp\na,2012-01-01,1e1\na,2012-01-02,2\n');
  const before = { bronzeVersion: 1, silverVersion: 1, quarantined: 1, values: [2] };
  expect(await transformBy(1, wrongly, ports)).toEqual(before);
  expect(await transformBy(1, parseRightly, ports)).toEqual(before);
  const after = { bronzeVersion: 1, silverVersion: 2, quarantined: 0, values: [10, 2] };
  expect(await transformBy(2, parseRightly, ports)).toEqual(after);
  expect(await transformBy(2, parseRightly, ports)).toEqual(after);
});
