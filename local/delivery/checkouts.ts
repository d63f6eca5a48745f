import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, runProgram } from './programs.ts';

/** Kept between the actions of a commit, since a laptop would install for a minute each time. */
const INSTALLED = 'node_modules';

export interface Checkouts {
  /** The repository. */
  readonly root: string;
  /** One checkout a commit. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A clone with the commit's files and no others, but for its installed packages. It is no worktree: the repository knows nothing of it. */
export async function cleanCheckout(commit: string, { root, folder, env }: Checkouts): Promise<string> {
  const checkout = join(folder, commit);
  const git = (...args: readonly string[]) => outputOf({ command: ['git', ...args], cwd: checkout, env });
  const head = await git('rev-parse', 'HEAD').catch(() => undefined);
  if (head !== commit) {
    await rm(checkout, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await outputOf({ command: ['git', 'clone', '--quiet', '--no-checkout', root, checkout], cwd: root, env });
    await git('checkout', '--quiet', '--detach', commit);
  }
  await git('reset', '--quiet', '--hard', commit);
  await git('clean', '-ffdxq', '--exclude', `/${INSTALLED}`);
  return checkout;
}

/** Checkouts of other commits are of no use any more. */
export async function removeOtherCheckouts(commits: readonly string[], { folder }: Checkouts): Promise<void> {
  const found = await readdir(folder).catch((): string[] => []);
  for (const name of found) {
    if (!commits.includes(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Installs a checkout's packages: those of the repository, linked, where its lock file is the same; else as the lock file says. */
export async function installPackages(checkout: string, checkouts: Checkouts): Promise<void> {
  if (await linkPackages(checkout, checkouts)) return;
  const { env } = checkouts;
  await outputOf({ command: ['npm', 'ci', '--no-progress', '--loglevel=error'], cwd: checkout, env });
}

/** Whether the checkout has its packages: of the repository, linked, where its lock file is the same, so that they are not installed anew. */
export async function linkPackages(checkout: string, { root, env }: Checkouts): Promise<boolean> {
  const installed = join(checkout, INSTALLED);
  const done = join(installed, '.package-lock.json');
  if ((await textOf(done)) !== undefined) return true;
  await rm(installed, { recursive: true, force: true });
  const lock = 'package-lock.json';
  if ((await textOf(join(root, lock))) !== (await textOf(join(checkout, lock)))) return false;
  const link = ['cp', '-al', join(root, INSTALLED), installed];
  if ((await runProgram({ command: link, cwd: checkout, env })) === 0) return true;
  await rm(installed, { recursive: true, force: true });
  return false;
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
