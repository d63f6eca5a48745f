import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkoutCommit } from '../../../adapters/git/commit.ts';
import { commitAt } from '../../../lib/steps/build-info.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let root: string;
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
beforeEach(async () => {
  root = await temporaryFolder();
});

function committed(): string {
  git('init', '--quiet');
  writeFileSync(join(root, 'code.ts'), '1');
  git('add', '--all');
  git('-c', 'user.name=Grace', '-c', 'user.email=g@x.y', 'commit', '--quiet', '--message', 'One');
  return git('rev-parse', 'HEAD');
}

/** On a laptop, which asks while it does something else, and at synthesis, which cannot wait. */
describe.each([
  ['a run on a laptop', checkoutCommit],
  ['a synthesis', async (folder: string) => commitAt(folder)],
])('the commit that %s names', (_, commitOf) => {
  it('is that of the checkout, whatever it is tagged and whatever data lie in it', async () => {
    const head = committed();
    git('tag', 'v1');
    writeFileSync(join(root, 'sales.csv'), 'mine');
    expect(head).toMatch(/^[0-9a-f]{40}$/);
    expect(await commitOf(root)).toBe(head);
  });

  it('says that the code has changes that are in no commit, staged or not', async () => {
    const head = committed();
    writeFileSync(join(root, 'code.ts'), '2');
    expect(await commitOf(root)).toBe(`${head}-dirty`);
    git('add', '--all');
    expect(await commitOf(root)).toBe(`${head}-dirty`);
    rmSync(join(root, 'code.ts'));
    expect(await commitOf(root)).toBe(`${head}-dirty`);
  });

  it('is unknown where there is no repository, and where nothing is committed yet', async () => {
    expect(await commitOf(root)).toBe('unknown');
    git('init', '--quiet');
    expect(await commitOf(root)).toBe('unknown');
  });
});

describe('a synthesis of a build', () => {
  it('takes the commit that the build has checked out at its word', () => {
    process.env.CODEBUILD_RESOLVED_SOURCE_VERSION = 'c'.repeat(40);
    expect(commitAt(root)).toBe('c'.repeat(40));
    delete process.env.CODEBUILD_RESOLVED_SOURCE_VERSION;
  });
});
