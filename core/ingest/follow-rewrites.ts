/** Files of a table, and the deliveries of bronze that have the same rows: mostly one of each. */
export interface SameRows {
  /** As `fileId` names them. */
  readonly files: readonly string[];
  /** By their sha256. */
  readonly deliveries: readonly string[];
}

/** What one commit did to a table. */
export interface FileChange {
  /** As `fileId` names them. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
  /** Whether the rows are what they were, and only lie otherwise. */
  readonly isRewrite: boolean;
}

/** A file of a table, as it is read: with other rows deleted it is another one. */
export function fileId({ file, reading }: { readonly file: string; readonly reading?: string | undefined }): string {
  return JSON.stringify([file, reading ?? null]);
}

interface Group {
  readonly deliveries: Set<string>;
  readonly files: Set<string>;
  /** Whether its files have all rows of its deliveries, and no others. */
  isWhole: boolean;
}

/**
 * What became of files that bronze knew when rows were only laid otherwise: their deliveries are then the rows of the files that took their place.
 * A change of one of the files ends that for all of them, since nobody knows whose rows lie where.
 *
 * @param commits since `known` was true, oldest first
 */
export function followRewrites(known: readonly SameRows[], commits: readonly FileChange[]): readonly SameRows[] {
  const groupOf = new Map<string, Group>();
  const assign = (group: Group): void => group.files.forEach((file) => groupOf.set(file, group));
  for (const { files, deliveries } of known)
    assign({ files: new Set(files), deliveries: new Set(deliveries), isWhole: true });
  for (const { removed, added, isRewrite } of commits) {
    if (removed.length === 0) continue;
    const former = removed.map((file) => groupOf.get(file));
    for (const [index, file] of removed.entries()) {
      former[index]?.files.delete(file);
      groupOf.delete(file);
    }
    if (isRewrite) assign(joined(former, added));
    else for (const group of former) if (group !== undefined) group.isWhole = false;
  }
  return [...new Set(groupOf.values())]
    .filter(({ isWhole }) => isWhole)
    .map(({ files, deliveries }) => ({ files: [...files], deliveries: [...deliveries] }));
}

/** A file that bronze did not know has rows that no delivery has. */
function joined(former: readonly (Group | undefined)[], added: readonly string[]): Group {
  const groups = former.filter((group) => group !== undefined);
  return {
    deliveries: new Set(groups.flatMap(({ deliveries }) => [...deliveries])),
    files: new Set([...groups.flatMap(({ files }) => [...files]), ...added]),
    isWhole: former.every((group) => group?.isWhole === true),
  };
}
