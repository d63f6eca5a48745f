import { describe, expect, it } from '@jest/globals';
import { withContract } from '../support/dataset.ts';
import { memoryPorts } from '../support/ports.ts';
import { readBronzeRows } from '../../lake/bronze-rows.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';

const NAME = 'weather';

async function idsByShard(shards: number): Promise<readonly unknown[][]> {
  const ports = memoryPorts({ datasets: [withContract({})] });
  const ids = ['a', ' b', 'b', 'c', 'd'];
  const lines = [...ids.map((id) => `${id},2012-01-01,1`), ',2012-01-02,1'];
  ports.stores.landing.put(`${NAME}/1.csv`, `station,date,temp\n${lines.join('\n')}\n`);
  const { bronzeVersion } = await ingest({ dataset: NAME }, ports);
  const found: unknown[][] = [];
  for (let shard = 0; shard < shards; shard++) {
    const wanted = {
      version: bronzeVersion,
      columns: ['delivery', 'unique_id'],
      withdrawn: [],
      shard: { shard, shards },
    };
    const { read } = await readBronzeRows(ports.stores.bronze, NAME, wanted);
    found.push(read.flatMap(({ columns }) => [...columns.unique_id]));
  }
  return found;
}

describe('rows of a shard', () => {
  it('are those of its series, in the order of the file', async () => {
    // a: 0xe40c292c, b: 0xe70c2de5, c: 0xe60c2c52, d: 0xe10c2473, and of nothing 0x811c9dc5, by FNV-1a.
    expect(await idsByShard(2)).toEqual([
      ['a', 'c'],
      ['b', 'b', 'd', ''],
    ]);
  });
  it('are all of them where there is one', async () => {
    expect(await idsByShard(1)).toEqual([['a', 'b', 'b', 'c', 'd', '']]);
  });
});
