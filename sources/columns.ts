import type { Dataset } from '../core/contracts/dataset.ts';
import { csvHeader } from './csv.ts';
import type { DeliveredContent, Delivery } from './delivery.ts';
import { parquetColumns } from './parquet/read.ts';
import { columnsInFolders } from './partition-folders.ts';
import { unpack } from './unpack.ts';

export interface FoundColumn {
  readonly name: string;
  /** `text` may be anything; nothing can be read of a list. */
  readonly kind: 'text' | 'number' | 'unreadable';
  /** Whether it stands beside the file, in the names of its folders. */
  readonly isBeside?: true;
}

/** The columns of a delivered file that can be asked for by name. @throws SourceRefused when the file cannot be read */
export async function columnsOf(
  { bytes }: DeliveredContent,
  { file, partition, delta }: Delivery,
  { format, prefix }: Dataset['source'],
): Promise<readonly FoundColumn[]> {
  if (format === 'delta') return onlyOnce(await parquetColumns(bytes, { file, partition, columns: delta?.columns }));
  const beside = columnsInFolders(file.slice(prefix.length)).map((name) => ({
    name,
    kind: 'text' as const,
    isBeside: true as const,
  }));
  const found = await unpack(bytes, file);
  const own =
    found.kind === 'parquet'
      ? await parquetColumns(found.bytes, { file: found.file, partition })
      : (await csvHeader(found.chunks, found.file)).map((name) => ({ name, kind: 'text' as const }));
  const names = new Set(own.map(({ name }) => name));
  return onlyOnce([...own, ...beside.filter(({ name }) => !names.has(name))]);
}

/** Which of two is meant by a name cannot be told; a nameless one cannot be asked for. */
function onlyOnce(columns: readonly FoundColumn[]): readonly FoundColumn[] {
  const names = columns.map(({ name }) => name.trim());
  return columns
    .map((column) => ({ ...column, name: column.name.trim() }))
    .filter(({ name }) => name !== '' && names.indexOf(name) === names.lastIndexOf(name));
}
