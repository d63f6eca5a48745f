import { join } from 'node:path';
import { expect } from '@jest/globals';
import { localObjectStore } from '../../adapters/files/object-store.ts';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { run as ingest } from '../../lambdas/ingest/ingest.ts';
import { run as transform } from '../../lambdas/transform/transform.ts';
import { openTable, readRows } from '../../tables/index.ts';
import { DAILY } from './dataset.ts';
import type { DeltaWriter, WriterAnswer } from './delta-writer.ts';
import { memoryPorts } from './ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Row = readonly [id: string, day: number, value: number];
export interface Command {
  readonly do: string;
  readonly [argument: string]: unknown;
}

/** A value is its row's alone. */
export const days = (id: string, from: number, count: number): Row[] =>
  Array.from({ length: count }, (_, i) => [id, from + i, id.charCodeAt(0) / 10 + (from + i) / 1000]);
export const sorted = (rows: readonly (readonly unknown[])[]): string[] => rows.map((row) => row.join(' ')).sort();

/** A source of another engine's, and the platform that reads it. */
export async function watched(writer: DeltaWriter) {
  const root = await temporaryFolder();
  const dataset: Dataset = { ...DAILY, source: { format: 'delta', prefix: 'weather' } };
  const memory = memoryPorts({ datasets: [dataset] });
  const ports = { ...memory, stores: { ...memory.stores, landing: localObjectStore(root, 'landing') } };
  const path = join(root, 'landing', 'weather');
  return {
    change: (command: Command): Promise<WriterAnswer> => writer.run({ ...command, path }),
    /** Counts of an ingest and a transform, and silver's rows. */
    async lived() {
      const counted = await ingest({ dataset: 'weather' }, ports);
      const { totals } = await transform({ dataset: 'weather', bronzeVersion: counted.bronzeVersion }, ports);
      const rows: unknown[][] = [];
      for await (const batch of readRows(await openTable({ store: ports.stores.silver, path: 'weather/series' })))
        for (let i = 0; i < batch.rows; i++) rows.push(['unique_id', 'ds', 'y'].map((name) => batch.columns[name][i]));
      return { counted, totals, rows: sorted(rows) };
    },
  };
}

/** Each change, and that silver then is what the engine reads; the counts of each. */
export async function followed(writer: DeltaWriter, commands: readonly Command[]) {
  const { change, lived } = await watched(writer);
  const found = [];
  for (const command of commands) {
    const { rows } = await change(command);
    if (rows.length === 0) continue;
    const seen = await lived();
    expect({ after: command.do, rows: seen.rows }).toEqual({ after: command.do, rows: sorted(rows) });
    expect(seen.totals).toMatchObject({ bronze: rows.length, silver: rows.length, deduplicated: 0 });
    const { table, newRows } = seen.counted;
    found.push([command.do, newRows, table?.leftRows, table?.relaidFiles]);
  }
  return found;
}
