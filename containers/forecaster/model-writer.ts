import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesIn } from './lines.ts';

/** Lines of the merged file that are written together. */
const LINES_AT_A_TIME = 128;

interface ShardLines {
  readonly uniqueIds: string[];
  readonly path: string;
  readonly file: number;
}

/**
 * Writes the model file in ascending order of unique_id, whatever shard each series comes from. Inside a shard lines arrive
 * in that order; so each shard's lines wait in a file of their own, and only the ids are held in memory.
 */
export class ModelWriter {
  private readonly shards = new Map<number, ShardLines>();
  private readonly folder = mkdtempSync(join(tmpdir(), 'model-'));

  add(shard: number, uniqueIds: readonly string[], lines: readonly string[]): void {
    const part = this.shards.get(shard) ?? this.openShard(shard);
    part.uniqueIds.push(...uniqueIds);
    writeLines(part.file, lines);
  }

  /** Merges the shards behind the header. @returns the file's sha256 */
  finish(path: string, header: string): string {
    const shards = [...this.shards.values()];
    const order = shards.flatMap(({ uniqueIds }, shard) => uniqueIds.map((uniqueId) => ({ uniqueId, shard })));
    order.sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
    const readers = shards.map((shard) => linesIn(shard.path));
    const output = openSync(path, 'w');
    const hash = createHash('sha256');
    const write = (lines: readonly string[]) => hash.update(writeLines(output, lines));
    try {
      write([header]);
      for (let start = 0; start < order.length; start += LINES_AT_A_TIME) {
        const together = order.slice(start, start + LINES_AT_A_TIME);
        write(together.map(({ shard }) => String(readers[shard].next().value)));
      }
      return hash.digest('hex');
    } finally {
      closeSync(output);
      for (const reader of readers) reader.return(undefined);
    }
  }

  close(): void {
    for (const { file } of this.shards.values()) closeSync(file);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private openShard(shard: number): ShardLines {
    const path = join(this.folder, `${shard}.jsonl`);
    const part = { uniqueIds: [], path, file: openSync(path, 'w') };
    this.shards.set(shard, part);
    return part;
  }
}

function writeLines(file: number, lines: readonly string[]): string {
  const text = lines.map((line) => `${line}\n`).join('');
  writeFileSync(file, text);
  return text;
}
