import { createHash } from 'node:crypto';
import type { Checkout, CommitInfo } from '../../core/delivery/ports.ts';
import { outputOf, runProgram } from '../programs/program.ts';

/** Between the fields of a line. Names and subjects are anybody's and may hold it, too: they come last, where they spoil nothing but themselves. */
const SEPARATOR = '\u001f';
const FORMAT = ['%H', '%cI', '%an <%ae>', '%s'].join('%x1f');

/** The git repository that a folder is the root of. */
export function gitCheckout(root: string): Checkout {
  const git = (...args: readonly string[]) => outputOf(['git', ...args], { cwd: root });
  const knows = async (commit: string): Promise<boolean> =>
    (await runProgram(['git', 'rev-parse', '--quiet', '--verify', `${commit}^{commit}`], { cwd: root })).exitCode === 0;
  return {
    async head() {
      const { exitCode, stdout } = await runProgram(['git', 'rev-parse', '--quiet', '--verify', 'HEAD'], { cwd: root });
      return exitCode === 0 ? stdout.trim() : undefined;
    },
    async changedFiles() {
      const status = await git('status', '--porcelain');
      return status.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(3)]));
    },
    async commitsSince(commit, others) {
      const known: string[] = [];
      for (const other of others) if (await knows(other)) known.push(`^${other}`);
      const log = await git('log', `--format=${FORMAT}`, commit, ...known);
      return log.split('\n').flatMap((line) => (line === '' ? [] : [commitInfo(line)]));
    },
    async treeHash(commit, paths) {
      return createHash('sha256')
        .update(await git('ls-tree', commit, '--', ...paths))
        .digest('hex');
    },
  };
}

function commitInfo(line: string): CommitInfo {
  const [commit = '', at = '', author = '', ...subject] = line.split(SEPARATOR);
  return { commit, author, at: new Date(at).toISOString(), subject: subject.join(' ') };
}
