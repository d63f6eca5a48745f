import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { printedReplay } from './initiated.ts';
import { OWN_FILES } from './own-files.ts';

const NOT_COPIED = ['.git', '.cache', '.venv', 'cdk.out', 'docs', 'node_modules', 'out', 'test'];
const TIME_LIMIT_MS = 300_000;

interface Outcome {
  readonly code: number;
  readonly said: string;
}

/** A checkout that may be changed. */
async function checkout() {
  const root = await temporaryFolder();
  for (const name of await readdir('.')) {
    if (!NOT_COPIED.includes(name)) await cp(name, join(root, name), { recursive: true });
  }
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  return {
    root,
    run: (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', ...args], {
        cwd: root,
        env: { PATH: process.env.PATH, TMPDIR: tmpdir(), ...env },
      }).then(
        ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
        ({ code, stdout, stderr }) => ({ code, said: `${stdout}${stderr}` }),
      ),
    async edit(file: string, change: (text: string) => string): Promise<void> {
      const before = await readFile(join(root, file), 'utf8');
      const after = change(before);
      expect(after).not.toBe(before);
      await writeFile(join(root, file), after);
    },
  };
}

it(
  'leads from a file to the synthesis of an environment, and stops where something is missing',
  async () => {
    const { root, run, edit } = await checkout();
    const synth = async () => {
      const CDK_OUTDIR = join(root, 'cdk.out');
      const CDK_CONTEXT_JSON = JSON.stringify({ env: 'dev', 'aws:cdk:bundling-stacks': [] });
      return run(['bin/app.ts'], {
        CDK_OUTDIR,
        CDK_CONTEXT_JSON,
        CDK_VALIDATION: 'false',
        NODE_NO_WARNINGS: '1',
      });
    };
    const warnings = () => readFile(join(root, 'cdk.out', 'forecasting-dev.metadata.json'), 'utf8');
    const template = () => readFile(join(root, 'cdk.out', 'forecasting-dev.template.json'), 'utf8');
    await mkdir(join(root, 'data'));
    await writeFile(join(root, 'data', 'part.csv'), OWN_FILES.find(({ name }) => name === 'own-weeks.csv')!.text);

    const init = await run(['cli/init/main.ts', '--data', 'data', '--name', 'shop-weeks']);
    expect(init).toMatchObject({ code: 0 });
    const words = printedReplay(init.said);
    expect(words).toEqual(['--dataset', 'shop-weeks', '--data', 'data', '--out', 'out/shop-weeks']);
    const replay = await run(['cli/replay/main.ts', ...words, '--windows', '1', '--candidates', 'seasonal-naive']);
    expect(replay).toMatchObject({ code: 0 });
    expect(replay.said.replaceAll(/\s+/g, ' ')).toContain(
      "Note: 'shop-weeks' has yet to be filled in (datasets/): description, owner, intendedUse, promotion.gates.cost.basis; no environment",
    );
    expect(await readdir(join(root, 'out/shop-weeks/landing/shop-weeks'))).toEqual(['part.csv']);

    expect(await synth()).toMatchObject({ code: 0 });
    expect(await warnings()).toContain("the data set 'shop-weeks' of datasets/index.ts is in no environment");
    await edit('environments/dev.ts', (text) => text.replace(/datasets: \[/, "datasets: ['shop-weeks', "));
    expect(await synth()).toEqual({
      code: 1,
      said: expect.stringMatching(
        /^EnvironmentInvalid: environments\/dev\.ts: 'datasets' names what nobody has filled in yet; got 'datasets\/shop-weeks\.ts: description, owner, /,
      ),
    });
    await edit('datasets/shop-weeks.ts', (text) =>
      text.replaceAll(/'FILL IN: .*'/g, "'said'").replaceAll(/"FILL IN: .*"/g, "'said'"),
    );
    expect(await synth()).toMatchObject({ code: 0 });
    expect(await warnings()).not.toContain('is in no environment');
    expect(await template()).toContain('LandingOfShopWeeks');

    await edit('datasets/shop-weeks.ts', (text) => text.replace(/owner: *'said'/, "owner: ''"));
    const refused =
      "DatasetInvalid: the data set 'shop-weeks' (datasets/) cannot be as it is written; got 'owner: more than blanks'\n";
    expect(await synth()).toEqual({ code: 1, said: refused });
  },
  TIME_LIMIT_MS,
);
