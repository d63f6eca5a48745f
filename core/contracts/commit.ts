/** Of a checkout whose commit nobody can tell: an archive of the sources, or a machine without git. */
export const NO_COMMIT = 'unknown';

/**
 * `git` with these says which commit a checkout is: 40 hex digits, and `-dirty` behind them where a file that it keeps has changes that are in no
 * commit. Files that git does not keep, such as anybody's data, count for nothing.
 */
export const DESCRIBE_COMMIT = ['describe', '--always', '--dirty', '--abbrev=40', '--exclude', '*'] as const;

/** Why nobody can look up the code that a version was made by; undefined where it is a commit's. */
export function commitDoubt(commit: string): string | undefined {
  if (/^[0-9a-f]{40}$/.test(commit)) return undefined;
  if (commit.endsWith('-dirty')) return 'the code had changes that are in no commit';
  return commit === NO_COMMIT ? 'the code was in no git repository' : 'this is no commit: 40 hex digits';
}
