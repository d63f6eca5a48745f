/** Files of a table, and the deliveries of bronze that have the same rows: mostly one of each. */
export interface SameRows {
  /** As `fileId` names them. */
  readonly files: readonly string[];
  /** By their sha256. */
  readonly deliveries: readonly string[];
}

/** A commit that laid rows otherwise, and changed none: the files that it added have the rows of those that it removed. */
export interface Rewrite {
  /** As `fileId` names them. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** A file of a table, as it is read: with other rows deleted it is another one. */
export function fileId({ file, reading }: { readonly file: string; readonly reading?: string | undefined }): string {
  return JSON.stringify([file, reading ?? null]);
}

/**
 * Which files of a table have the rows of which deliveries, where rows were laid otherwise since `known` was true. A file is never written to, so
 * whatever else happened to the table shows in the files that are not there.
 *
 * @param rewrites oldest first; one that is missing makes files unknown
 * @param live the files that the table has now
 */
export function followRewrites(
  known: readonly SameRows[],
  rewrites: readonly Rewrite[],
  live: ReadonlySet<string>,
): readonly SameRows[] {
  const groupOf = new Map(known.flatMap((group) => group.files.map((file) => [file, group] as const)));
  for (const { removed, added } of rewrites) {
    const former = new Set(removed.map((file) => groupOf.get(file)));
    for (const file of removed) groupOf.delete(file);
    const groups = [...former].filter((group) => group !== undefined);
    const gone = new Set(removed);
    const others = groups.flatMap(({ files }) => files).filter((file) => !gone.has(file));
    // Of a file that was not known, nobody knows whose rows it had.
    const isKnown = !former.has(undefined);
    const deliveries = [...new Set(groups.flatMap((group) => group.deliveries))];
    const group = { files: [...others, ...added], deliveries };
    for (const file of group.files) {
      if (isKnown) groupOf.set(file, group);
      else groupOf.delete(file);
    }
  }
  return [...new Set(groupOf.values())].filter(({ files }) => files.every((file) => live.has(file)));
}
