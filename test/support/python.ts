import { execFile } from 'node:child_process';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missing } from './missing.ts';

const run = promisify(execFile);

/**
 * A Python of its own under .cache/venv/<name>, with the requirements installed once.
 *
 * @returns the path of its interpreter; undefined where the machine has no python3 with venv, or reaches no packages
 */
export async function pythonVenv(name: string, requirements: readonly string[]): Promise<string | undefined> {
  const folder = join('.cache', 'venv', `${name}-${requirements.join('+').replace(/[^A-Za-z0-9.+-]/g, '_')}`);
  const python = join(process.cwd(), folder, 'bin', 'python');
  if (await exists(python)) return python;
  const draft = `${folder}.${process.pid}`;
  try {
    await mkdir(join('.cache', 'venv'), { recursive: true });
    await run('python3', ['-m', 'venv', draft]);
    await run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...requirements], { maxBuffer: 1e8 });
    await rename(draft, folder);
    return python;
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    // Another worker was faster.
    if (await exists(python)) return python;
    return missing('python3', cause);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
