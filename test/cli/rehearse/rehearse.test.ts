import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { answersOf } from '../../../cli/rehearse/ask.ts';
import { outcomesTable } from '../../../cli/rehearse/ending.ts';
import { rehearsedEnvironment } from '../../../cli/rehearse/environment-of.ts';
import { foldersIn, KeptStores, takeFolder } from '../../../cli/rehearse/folders.ts';
import { requireData, targetOf } from '../../../cli/rehearse/machines.ts';
import { lastRelease } from '../../../cli/rehearse/revisions.ts';
import type { MachineAction } from '../../../local/delivery/plan.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rehearse-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('lastRelease', () => {
  it('is the commit of the newest section', () => {
    expect(
      lastRelease('## Unreleased\n\n- a commit 1234567\n\n## 0.2.0\n\ncommit abcdef12\n\n## 0.1.0\n\ncommit 7654321\n'),
    ).toBe('abcdef12');
    expect(lastRelease('## Unreleased\n')).toBeUndefined();
  });
});

describe('answersOf', () => {
  it('refuses to begin where nobody could answer', () => {
    expect(() => answersOf(false, { stdin: new PassThrough(), stdout: new PassThrough() })).toThrow(
      'the pipeline asks for an approval, and there is no terminal to ask at; --yes answers it',
    );
  });

  it('answers by --yes', async () => {
    expect(await answersOf(true, { stdin: new PassThrough(), stdout: new PassThrough() })('?')).toBe(true);
  });

  it.each([
    ['y', true],
    ['Yes', true],
    ['n', false],
    ['', false],
  ])("takes '%s' for %s", async (typed, expected) => {
    const stdin = Object.assign(new PassThrough(), { isTTY: true });
    const answer = answersOf(false, { stdin, stdout: new PassThrough() })('Approve? ');
    stdin.write(`${typed}\n`);
    expect(await answer).toBe(expected);
  });
});

describe('rehearsedEnvironment', () => {
  it('holds nothing by which an account could be reached', () => {
    const outer = {
      AWS_PROFILE: 'prod',
      AWS_ACCESS_KEY_ID: 'A',
      DELIVERY_STORE: 's3://real',
      PATH: '/bin',
      npm_lifecycle_event: 'x',
    };
    expect(rehearsedEnvironment(outer)).toEqual({
      PATH: '/bin',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });
});

describe('targetOf', () => {
  const action: MachineAction = {
    does: 'machine',
    name: 'Smoke-weather',
    namespace: undefined,
    runOrder: 1,
    machineArn: 'arn:aws:states:eu-central-1:333333333333:stateMachine:forecasting-prod-smoke',
    input: { dataset: 'weather' },
  };

  it('finds the environment by account, region and name', () => {
    const { environment, machine } = targetOf(action);
    expect([environment.name, machine]).toEqual(['prod', 'smoke']);
  });

  it('refuses a machine of another account, and a data set without data', () => {
    const other = { ...action, machineArn: action.machineArn.replace('333333333333', '999999999999') };
    expect(() => targetOf(other)).toThrow(
      /starts a machine of no environment; got 'arn:aws:states:eu-central-1:999999999999/,
    );
    const sales = { ...action, input: { dataset: 'sales' } };
    expect(() => requireData(sales, undefined)).toThrow(/got 'sales'; allowed: weather; hint: --landing FOLDER/);
    expect(() => requireData(sales, 'data')).not.toThrow();
  });
});

describe('takeFolder', () => {
  it('refuses a folder that holds what no rehearsal made, and removes nothing', async () => {
    await mkdir(join(folder, 'store'));
    await expect(takeFolder(foldersIn(folder))).rejects.toThrow(/holds store, which no rehearsal made; give another/);
    expect(await readdir(folder)).toEqual(['store']);
  });

  it('takes its own folder again, without the former logs', async () => {
    const folders = foldersIn(join(folder, 'new'));
    await takeFolder(folders);
    await writeFile(join(folders.logs, '01.log'), '');
    await takeFolder(folders);
    expect(await readdir(folders.logs)).toEqual([]);
  });
});

describe('KeptStores', () => {
  it('brings a store back as it was', async () => {
    const folders = foldersIn(folder);
    const kept = new KeptStores(folders, 'one');
    await kept.clear();
    await writeFile(join(folders.store, 'a'), 'then');
    await kept.keep('before');
    await writeFile(join(folders.store, 'a'), 'now');
    await writeFile(join(folders.store, 'b'), 'now');
    await kept.bringBack('before');
    expect(await readdir(folders.store)).toEqual(['a']);
    expect(await readFile(join(folders.store, 'a'), 'utf8')).toBe('then');
  });

  it('keeps nothing of other commits', async () => {
    const folders = foldersIn(folder);
    await new KeptStores(folders, 'one').clear();
    await new KeptStores(folders, 'one').keep('before');
    await new KeptStores(folders, 'two').keep('before');
    expect(await new KeptStores(folders, 'one').has('before')).toBe(false);
    expect(await new KeptStores(folders, 'two').has('before')).toBe(true);
  });
});

describe('outcomesTable', () => {
  it('has a line an action', () => {
    const at = { pipeline: 'shop-main', stage: 'Check', action: 'Check' };
    const table = outcomesTable([{ ...at, outcome: 'left out', why: '--without check', seconds: 0.04 }], 'shop', 80);
    expect(table.split('\n').at(-1)).toBe('main      Check  Check   left out (--without check)      0.0');
  });
});
