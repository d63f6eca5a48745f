/** A folder whose code is mutated, and the tests that are asked to notice. */
export interface Folder {
  readonly name: string;
  /** Folders of tests that run the code in their own process: what runs in a child process is not mutated. */
  readonly tests: readonly string[];
}

export const FOLDERS: readonly Folder[] = [
  { name: 'core/gates', tests: ['test/core/gates', 'test/core/promote', 'test/lambdas/promote'] },
  { name: 'core/monitor', tests: ['test/core/monitor', 'test/lambdas/monitor'] },
  { name: 'core/transform', tests: ['test/core/transform', 'test/lambdas/transform'] },
  { name: 'tables/log', tests: ['test/tables'] },
  { name: 'asl', tests: ['test/asl'] },
  { name: 'lib', tests: ['test/lib', 'test/environments'] },
];

/** The folder that a file's mutants belong to. */
export function folderOf(file: string): Folder | undefined {
  return FOLDERS.find(({ name }) => file.startsWith(`${name}/`));
}
