import { beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mapBlocks } from '../../../containers/forecaster/map-blocks.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});

const SETUP = { task: 'fit', setup: {} } as const;

async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i;
}

async function collect(results: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const result of results) all.push(result);
  return all;
}

/** A worker thread whose answer to a block is this expression of `block`. */
async function workerThat(name: string, body: string): Promise<string> {
  const file = join(folder, `${name}.mjs`);
  const lines = [
    "import { parentPort } from 'node:worker_threads';",
    "import { setTimeout as sleep } from 'node:timers/promises';",
  ];
  lines.push(`parentPort.on('message', async ({ id, block }) => { ${body} });`);
  await writeFile(file, lines.join('\n'));
  return file;
}

const inline = () => Promise.reject(new Error('not on this thread'));

describe('mapBlocks', () => {
  it('gives results in the order of the blocks, whichever is done first', async () => {
    const workerFile = await workerThat(
      'late',
      'await sleep(block % 3 === 0 ? 20 : 0); parentPort.postMessage({ id, result: block });',
    );

    const results = await collect(mapBlocks(numbers(20), { setup: SETUP, inline, workerFile, threads: 2 }));

    expect(results).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('works off a single block on its own thread', async () => {
    const work = { setup: SETUP, inline: async (block: number) => `inline ${block}`, workerFile: '/nowhere.mjs' };

    expect(await collect(mapBlocks(numbers(1), { ...work, threads: 2 }))).toEqual(['inline 0']);
    expect(await collect(mapBlocks(numbers(0), { ...work, threads: 2 }))).toEqual([]);
    expect(await collect(mapBlocks(numbers(2), { ...work, threads: 1 }))).toEqual(['inline 0', 'inline 1']);
  });

  it('fails when a thread dies, rather than waiting for it', async () => {
    const workerFile = await workerThat(
      'dying',
      'if (block === 3) process.exit(7); parentPort.postMessage({ id, result: block });',
    );

    const results = collect(mapBlocks(numbers(20), { setup: SETUP, inline, workerFile, threads: 2 }));

    await expect(results).rejects.toThrow('a worker thread ended with code 7 before its blocks were done');
  });

  it('asks for blocks only as they are worked off', async () => {
    let asked = 0;
    async function* counted(): AsyncGenerator<number> {
      for (let i = 0; i < 1000; i++) {
        asked = i;
        yield i;
      }
    }
    const workerFile = await workerThat('echo', 'parentPort.postMessage({ id, result: block });');

    const results = mapBlocks(counted(), { setup: SETUP, inline, workerFile, threads: 2 });
    await results.next();
    await results.return(undefined);

    expect(asked).toBeLessThan(20);
  });
});
