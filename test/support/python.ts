import { execFile } from 'node:child_process';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A Python of its own under .cache/venv/<name>, with the requirements installed once.
 *
 * @returns the path of its interpreter; undefined where the machine has no python3 (REQUIRE_ORACLES=1 makes that an error).
 */
export async function pythonVenv(name: string, requirements: readonly string[]): Promise<string | undefined> {
  const folder = join('.cache', 'venv', `${name}-${requirements.join('+').replace(/[^A-Za-z0-9.+-]/g, '_')}`);
  const python = join(process.cwd(), folder, 'bin', 'python');
  if (await exists(python)) return python;
  if (!(await hasPython())) return undefined;
  const draft = `${folder}.${process.pid}`;
  await mkdir(join('.cache', 'venv'), { recursive: true });
  await run('python3', ['-m', 'venv', draft]);
  await run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...requirements], { maxBuffer: 1e8 });
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
  return python;
}

async function hasPython(): Promise<boolean> {
  try {
    await run('python3', ['-m', 'venv', '--help']);
    return true;
  } catch (cause) {
    if (process.env.REQUIRE_ORACLES === '1') throw new Error('REQUIRE_ORACLES=1, but python3 does not run', { cause });
    process.stderr.write('python3 is missing: comparisons with Python oracles are skipped\n');
    return false;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
