import type { Compressors, FileMetaData } from 'hyparquet';

/** What hyparquet reads by itself, and what this project's own files hold. */
const BUILT_IN = new Set(['UNCOMPRESSED', 'SNAPPY']);

/** parquetRead's option of this name: decompressors for a file of another writer; loaded only then, for their tables are large and every container's start would pay. */
export async function compressorsFor({ row_groups }: FileMetaData): Promise<{ compressors?: Compressors }> {
  const codecs = row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data }) => meta_data?.codec ?? 'UNCOMPRESSED'),
  );
  if (codecs.every((codec) => BUILT_IN.has(codec))) return {};
  const { compressors } = await import('hyparquet-compressors');
  return { compressors };
}
