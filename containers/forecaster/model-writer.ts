import type { WriteStream } from 'node:fs';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';

interface ShardLines {
  readonly uniqueIds: string[];
  readonly file: string;
  readonly stream: WriteStream;
}

/**
 * Writes the model file in ascending order of unique_id, whatever shard each series comes from. Inside a shard lines arrive
 * in that order; so each shard's lines wait in a file of their own, and only the ids are held in memory.
 */
export class ModelWriter {
  private readonly shards = new Map<number, ShardLines>();

  private constructor(private readonly folder: string) {}

  static async open(): Promise<ModelWriter> {
    return new ModelWriter(await mkdtemp(join(tmpdir(), 'model-')));
  }

  async add(shard: number, uniqueIds: readonly string[], lines: readonly string[]): Promise<void> {
    const part = this.shards.get(shard) ?? this.openShard(shard);
    part.uniqueIds.push(...uniqueIds);
    await writeLines(part.stream, lines);
  }

  /** Merges the shards behind the header. */
  async finish(file: string, header: string): Promise<void> {
    const shards = [...this.shards.values()];
    await Promise.all(shards.map(({ stream }) => finished(stream.end())));
    const order = shards.flatMap(({ uniqueIds }, shard) => uniqueIds.map((uniqueId) => ({ uniqueId, shard })));
    order.sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
    const readers = shards.map(({ file: lines }) => createInterface(createReadStream(lines))[Symbol.asyncIterator]());
    const output = createWriteStream(file);
    await writeLines(output, [header]);
    for (const { shard } of order) await writeLines(output, [String((await readers[shard].next()).value)]);
    await finished(output.end());
  }

  async close(): Promise<void> {
    await Promise.all([...this.shards.values()].map(({ stream }) => abandon(stream)));
    await rm(this.folder, { recursive: true, force: true });
  }

  private openShard(shard: number): ShardLines {
    const file = join(this.folder, `${shard}.jsonl`);
    const part = { uniqueIds: [], file, stream: createWriteStream(file) };
    this.shards.set(shard, part);
    return part;
  }
}

/** After a failure lines may still wait to be written: they are of no use, and their own failing is no news. */
function abandon(stream: WriteStream): Promise<void> {
  stream.on('error', () => undefined);
  return new Promise((resolve) => {
    if (stream.closed) resolve();
    else stream.once('close', resolve).destroy();
  });
}

async function writeLines(stream: WriteStream, lines: readonly string[]): Promise<void> {
  const fits = stream.write(lines.map((line) => `${line}\n`).join(''));
  if (!fits) await once(stream, 'drain');
}
