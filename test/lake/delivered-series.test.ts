import { describe, expect, it } from '@jest/globals';
import { deliveredSeries } from '../../lake/delivered-series.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../lambdas/transform/transform.ts';
import { withContract } from '../support/dataset.ts';
import { memoryPorts } from '../support/ports.ts';

const TOLERANT = withContract({ maxQuarantineShare: 1 });
/** 2020-01-03 as a day number. */
const THIRD = 18_264;

async function delivered(last: number, ...lines: readonly string[]) {
  const ports = memoryPorts({ datasets: [TOLERANT] });
  ports.stores.landing.put('weather/1.csv', `station,date,temp\n${lines.join('\n')}\n`);
  const { bronzeVersion } = await ingest({ dataset: 'weather' }, ports);
  const { silverVersion } = await transform({ dataset: 'weather', bronzeVersion }, ports);
  const { observed, refused } = await deliveredSeries(ports.stores, TOLERANT, { silverVersion, last });
  return {
    observed: Object.fromEntries(observed),
    refused: Object.fromEntries([...refused].map(([id, reasons]) => [id, Object.fromEntries(reasons)])),
  };
}

describe('the delivered series', () => {
  it('are those with a row up to the last period that is known, accepted or refused', async () => {
    const lines = [
      ...['a,2020-01-01,1', 'a,2020-01-02,2', 'a,2020-01-05,3', 'b,2020-01-04,4'],
      ...['c,2020-01-02,cold', 'c,2020-01-03,999', 'c,2020-01-04,warm', 'd,2020-01-04,999'],
    ];
    expect(await delivered(THIRD, ...lines)).toEqual({
      observed: { a: THIRD - 1 },
      refused: { c: { 'not-a-number': 1, 'out-of-range': 1 } },
    });
    expect(await delivered(THIRD + 2, ...lines)).toEqual({
      observed: { a: THIRD + 2, b: THIRD + 1 },
      refused: { c: { 'not-a-number': 2, 'out-of-range': 1 }, d: { 'out-of-range': 1 } },
    });
  });

  it('are those of rows that no date tells when, too, and of none without an id', async () => {
    const lines = ['a,2020-01-01,1', 'b,2052-01-01,1', 'c,2020-02-30,1', ' ,2020-01-01,1', ' d ,2020-01-01,cold'];
    expect(await delivered(THIRD, ...lines)).toEqual({
      observed: { a: THIRD - 2 },
      refused: { b: { 'future-date': 1 }, c: { 'bad-date': 1 }, d: { 'not-a-number': 1 } },
    });
  });
});
