import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract } from 'tar';
import { FIRST_FORMAT, FORMATS } from '../../core/contracts/formats.ts';
import { outputOf } from '../run-program.ts';

const LIMIT_SECONDS = 300;
const DRIVER = 'scripts/last-release/drive.ts';

export interface Release {
  readonly version: string;
  readonly commit: string;
}

/** The release that this checkout has to get along with: the first of CHANGELOG.md that has a version. @throws Error where there is none */
export function lastRelease(root: string): Release {
  const text = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const [, version, commit] = /^## (\d+\.\d+\.\d+) \(\d{4}-\d{2}-\d{2}\)\n\ncommit ([0-9a-f]{7,40})$/m.exec(text) ?? [];
  if (version !== undefined && commit !== undefined) return { version, commit };
  throw new Error(
    "CHANGELOG.md names no release as '## 0.1.0 (2026-11-28)', an empty line, and 'commit' with its hash",
  );
}

/** Whether the repository has the commit: a shallow clone has not. */
export function isKnown(root: string, { commit }: Release): boolean {
  const { status } = spawnSync('git', ['-C', root, 'rev-parse', '--quiet', '--verify', `${commit}^{commit}`]);
  return status === 0;
}

/**
 * Puts the files of a release into a new folder, with the packages of this checkout: what is tried is our code, with the versions of today.
 *
 * @returns the folder
 */
export async function checkOut(root: string, { commit }: Release): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'last-release-'));
  const archive = `${folder}.tar`;
  await outputOf(['git', '-C', root, 'archive', '--output', archive, commit], { limitSeconds: LIMIT_SECONDS });
  await extract({ file: archive, cwd: folder });
  rmSync(archive);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  if (!existsSync(join(folder, DRIVER))) {
    mkdirSync(dirname(join(folder, DRIVER)), { recursive: true });
    cpSync(join(root, DRIVER), join(folder, DRIVER));
  }
  return folder;
}

export interface Run {
  readonly machine: string;
  readonly name: string;
  readonly input: object;
}

export interface RunEnd {
  readonly status: string;
  readonly output?: unknown;
  /** Of the execution in which the failure began. */
  readonly error?: string;
  readonly cause?: string;
}

/** The newest formats that a checkout's code reads, by layer; a release from before they had numbers reads the first ones. */
export async function formatsRead(checkout: string): Promise<Readonly<Record<string, number>>> {
  const file = join(checkout, 'core/contracts/formats.ts');
  if (!existsSync(file)) return Object.fromEntries(Object.keys(FORMATS).map((layer) => [layer, FIRST_FORMAT]));
  const program = `import { FORMATS } from ${JSON.stringify(file)}; console.log(JSON.stringify(FORMATS));`;
  const command = [process.execPath, '--import', 'tsx', '--input-type=module', '--eval', program];
  const formats = JSON.parse(await outputOf(command, { limitSeconds: LIMIT_SECONDS, cwd: checkout })) as typeof FORMATS;
  return Object.fromEntries(Object.entries(formats).map(([layer, { reads }]) => [layer, reads]));
}

/** Runs a machine on a folder with the code of a checkout. */
export async function drive(checkout: string, folder: string, { machine, name, input }: Run): Promise<RunEnd> {
  const command = [process.execPath, '--import', 'tsx', join(checkout, DRIVER)];
  const printed = await outputOf([...command, folder, machine, name, JSON.stringify(input)], {
    limitSeconds: LIMIT_SECONDS,
    cwd: checkout,
  });
  return JSON.parse(printed) as RunEnd;
}
