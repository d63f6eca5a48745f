import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf } from '../../local/delivery/programs.ts';
import { UsageError } from '../errors.ts';

const CHANGELOG = 'CHANGELOG.md';

export interface Revision {
  readonly commit: string;
  /** Its commit's first line. */
  readonly subject: string;
  readonly author: string;
  readonly at: string;
}

interface Repository {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
}

/** undefined where the repository has no such revision. */
export async function revision(name: string, { root, env }: Repository): Promise<Revision | undefined> {
  const format = '--format=%H%n%s%n%an%n%cI';
  const command = ['git', 'show', '--no-patch', format, `${name}^{commit}`];
  const found = await outputOf({ command, cwd: root, env }).catch(() => undefined);
  if (found === undefined) return undefined;
  const [commit = '', subject = '', author = '', at = ''] = found.split('\n');
  return { commit, subject, author, at };
}

export interface Base extends Revision {
  /** How it was found. */
  readonly as: string;
}

/**
 * What stands in the environments before: as it was asked for, else the last release of the changelog, else the commit before. undefined where
 * the commit is the first one.
 *
 * @throws UsageError
 */
export async function baseOf(
  commit: string,
  asked: string | undefined,
  repository: Repository,
): Promise<Base | undefined> {
  const known = async (name: string, as: string): Promise<Base | undefined> => {
    const found = await revision(name, repository);
    return found === undefined || found.commit === commit ? undefined : { ...found, as };
  };
  if (asked !== undefined) {
    const found = await known(asked, '--base');
    if (found !== undefined) return found;
    throw new UsageError(
      `--base '${asked}' is no commit of this repository other than ${commit}; 'git fetch --unshallow' brings a short history's rest`,
    );
  }
  const released = lastRelease(await readFile(join(repository.root, CHANGELOG), 'utf8').catch(() => ''));
  const release = released === undefined ? undefined : await known(released, `the last release of ${CHANGELOG}`);
  return release ?? (await known(`${commit}~1`, 'the commit before'));
}

/** The commit that the newest section of a changelog names. */
export function lastRelease(changelog: string): string | undefined {
  return /^commit ([0-9a-f]{7,40})$/m.exec(changelog)?.[1];
}
