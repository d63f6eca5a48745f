import type { Dataset } from '../core/contracts/dataset.ts';

/** Hive's name for the folder of the rows that have no value. */
const NULL_VALUE = '__HIVE_DEFAULT_PARTITION__';

/**
 * Columns of the data set that stand in the names of a file's folders, as Hive, Spark and pandas write them: `store=7/part-0.parquet`. Others
 * are left alone, so that a folder that is renamed makes no new delivery.
 */
export function partitionOf(
  path: string,
  { id, timestamp, target }: Dataset['columns'],
): Readonly<Record<string, string | null>> {
  const folders = path.split('/').slice(0, -1);
  const columns = folders.flatMap((folder) => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(folder) ?? [];
    if (name === undefined) return [];
    const column = decoded(name);
    return [id, timestamp, target].includes(column)
      ? [[column, value === NULL_VALUE ? null : decoded(value)] as const]
      : [];
  });
  return Object.fromEntries(columns);
}

/** The columns that stand in the names of a file's folders. */
export function columnsInFolders(path: string): readonly string[] {
  return path
    .split('/')
    .slice(0, -1)
    .flatMap((folder) => {
      const name = /^([^=]+)=/.exec(folder)?.[1];
      return name === undefined ? [] : [decoded(name)];
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A '%' that escapes nothing.
    return text;
  }
}
