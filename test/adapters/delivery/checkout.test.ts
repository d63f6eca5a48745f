import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { gitCheckout } from '../../../adapters/git/checkout.ts';
import type { Checkout } from '../../../core/delivery/ports.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let root: string;
let checkout: Checkout;
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
function commit(file: string, subject: string): string {
  writeFileSync(join(root, file), subject);
  git('add', '--all');
  git('-c', 'user.name=Grace', '-c', 'user.email=g@x.y', 'commit', '--quiet', '--message', subject);
  return git('rev-parse', 'HEAD');
}
const headOf = async () => (await checkout.head()) ?? '';
beforeEach(async () => {
  root = await temporaryFolder();
  git('init', '--quiet');
  checkout = gitCheckout(root);
});

describe('a checkout of git', () => {
  it('has a commit, once somebody has committed', async () => {
    expect(await checkout.head()).toBeUndefined();
    const one = commit('a', 'One');
    expect(await checkout.head()).toBe(one);
  });

  it('knows which files nobody has committed', async () => {
    commit('a', 'One');
    expect(await checkout.changedFiles()).toEqual([]);
    writeFileSync(join(root, 'a'), 'changed');
    writeFileSync(join(root, 'b'), 'new');
    expect(await checkout.changedFiles()).toEqual(['a', 'b']);
  });

  it('lists what other commits do not bring, newest first, whatever the subjects say', async () => {
    const one = commit('a', 'One');
    const two = commit('b', 'Two | "quoted", \\ and ü');
    const three = commit('c', 'Three');
    expect(
      (await checkout.commitsSince(three, [one, 'f'.repeat(40)])).map(({ commit: of, author, subject }) => [
        of,
        author,
        subject,
      ]),
    ).toEqual([
      [three, 'Grace <g@x.y>', 'Three'],
      [two, 'Grace <g@x.y>', 'Two | "quoted", \\ and ü'],
    ]);
    expect(await checkout.commitsSince(one, [three])).toEqual([]);
    expect((await checkout.commitsSince(one, []))[0]?.at).toMatch(/^\d{4}-.*Z$/);
  });

  it('lists whoever committed, under whatever name', async () => {
    commit('a', 'One');
    writeFileSync(join(root, 'b'), 'b');
    git('add', '--all');
    git('-c', 'user.name=Eve\u001f2020', '-c', 'user.email=e@x.y', 'commit', '--quiet', '--message', 'Two\u001f3');
    const [{ at, author } = { at: '', author: '' }] = await checkout.commitsSince(await headOf(), []);
    expect(at).toMatch(/^\d{4}-\d{2}-\d{2}T/);
    expect(author).toBe('Eve');
  });

  it('has another hash of a folder where its content is another, and only there', async () => {
    mkdirSync(join(root, 'core'));
    const one = commit('core/x', 'One');
    const two = commit('docs', 'Two');
    const three = commit('core/y', 'Three');
    const hashes = await Promise.all([one, two, three].map((of) => checkout.treeHash(of, ['core', 'none'])));
    expect([hashes[0] === hashes[1], hashes[1] === hashes[2], hashes[0]?.length]).toEqual([true, false, 64]);
  });
});
