/** The paths of the files that a job is given, as one text: who hands them on and who gets them hash the same. */
export function listedPaths(paths: readonly string[]): string {
  return [...paths].sort().join('\n');
}
