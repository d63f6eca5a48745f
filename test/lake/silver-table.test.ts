import { describe, expect, it } from '@jest/globals';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { seriesSchema } from '../../core/contracts/tables.ts';
import { formatPeriod } from '../../core/series/time-axis.ts';
import { ownPhases } from '../../lake/own-phases.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import { silverPanels } from '../../lake/silver-panels.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../lambdas/transform/transform.ts';
import { appendRows, ensureTable } from '../../tables/index.ts';
import { DAILY } from '../support/dataset.ts';
import { type MemoryPorts, memoryPorts } from '../support/ports.ts';

const WEEKLY: Dataset = { ...DAILY, frequency: 'week' };
const MONDAYS = ['a,2022-01-03,1', 'a,2022-01-10,2', 'a,2022-01-17,3', 'b,2022-01-03,4', 'b,2022-01-10,5'];
const SUNDAYS = ['c,2022-01-02,6', 'c,2022-01-09,7', 'c,2022-01-16,8'];

async function silverOf(lines: readonly string[], dataset = WEEKLY) {
  const ports: MemoryPorts = memoryPorts({ datasets: [dataset] });
  ports.stores.landing.put('weather/1.csv', `station,date,temp\n${lines.join('\n')}\n`);
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  const { silverVersion } = await transform({ dataset: 'weather', bronzeVersion }, ports);
  return { ports, silver: await openSilverTable(ports.stores, dataset, silverVersion) };
}

describe('the silver table', () => {
  it('knows the axis of the data set from its log where all series are dated alike, and reads nothing more', async () => {
    const { ports } = await silverOf(SUNDAYS);
    const reads: string[] = [];
    ports.stores.silver.beforeRead = (key) => void reads.push(key);
    const { axis, span } = await openSilverTable(ports.stores, WEEKLY, 1);
    expect(axis).toEqual({ frequency: 'week', phase: 3 });
    expect([formatPeriod(axis, span.first), formatPeriod(axis, span.last)]).toEqual(['2022-01-02', '2022-01-16']);
    expect(reads.filter((key) => !key.includes('_delta_log'))).toEqual([]);
  });

  it('has the commonest where they are not, whichever comes first', async () => {
    const { silver } = await silverOf([...SUNDAYS, ...MONDAYS]);
    expect(silver.axis).toEqual({ frequency: 'week', phase: 4 });
    expect(formatPeriod(silver.axis, silver.span.first)).toBe('2022-01-03');
    expect(await ownPhases(silver)).toEqual(new Map([['c', 3]]));
  });

  it('gives a range of the data set with what other series have in the same periods', async () => {
    const { silver } = await silverOf([...SUNDAYS, ...MONDAYS]);
    const found: (readonly [string, number])[] = [];
    for await (const { uniqueIds, offsets } of silverPanels(silver, { start: '2022-01-10', end: '2022-01-10' })) {
      uniqueIds.forEach((id, index) => found.push([id, offsets[index + 1] - offsets[index]]));
    }
    expect(found).toEqual([
      ['a', 1],
      ['b', 1],
      ['c', 1],
    ]);
  });

  it('writes business ends as month ends, and knows that the series do not', async () => {
    const monthly = { ...DAILY, frequency: 'month' } as const;
    const { silver } = await silverOf(['a,2024-03-29,1', 'a,2024-05-31,2', 'a,2024-06-28,3'], monthly);
    expect(silver.axis).toEqual({ frequency: 'month', phase: 1 });
    expect(await ownPhases(silver)).toEqual(new Map([['a', 2]]));
  });

  it('of before tells its axis by its dates', async () => {
    const ports = memoryPorts({ datasets: [WEEKLY] });
    const location = { store: ports.stores.silver, path: 'weather/series' };
    const { columns, partitionBy } = seriesSchema('week');
    const schema = { partitionBy, columns: columns.filter(({ nullable }) => !nullable) };
    await ensureTable(location, schema, { nowMs: 0 });
    const ds = Int32Array.of(18_993, 19_000);
    const rows = { shard: Float64Array.of(0, 0), unique_id: ['a', 'a'], ds, y: Float64Array.of(1, 2) };
    await appendRows(location, { rows: 2, columns: rows }, { step: 'transform', nowMs: 0 });
    const silver = await openSilverTable(ports.stores, WEEKLY, 1);
    expect(silver.axis).toEqual({ frequency: 'week', phase: 2 });
    expect(await ownPhases(silver)).toEqual(new Map());
  });

  it('of days has no phases', async () => {
    const { silver } = await silverOf(['a,2022-01-03,1', 'a,2022-01-04,2'], DAILY);
    expect(await ownPhases(silver)).toEqual(new Map());
  });
});
