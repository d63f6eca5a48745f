import { execFile } from 'node:child_process';
import { access, mkdir, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missing } from './missing.ts';

const run = promisify(execFile);

/** An installation takes minutes on a busy machine; a claim that is older was left by a run that died. */
const CLAIM_HOLDS_MS = 900_000;

/**
 * A Python of its own under .cache/venv/<name>, with the requirements installed once, whichever worker asks first.
 *
 * @returns the path of its interpreter; undefined where the machine has no python3 with venv, or reaches no packages
 */
export async function pythonVenv(name: string, requirements: readonly string[]): Promise<string | undefined> {
  const folder = join('.cache', 'venv', `${name}-${requirements.join('+').replace(/[^A-Za-z0-9.+-]/g, '_')}`);
  const python = join(process.cwd(), folder, 'bin', 'python');
  const claim = `${folder}.claim`;
  await mkdir(join('.cache', 'venv'), { recursive: true });
  while (!(await exists(python))) {
    if (!(await claimed(claim))) {
      await sleep(500);
      continue;
    }
    try {
      return await installed({ folder, draft: `${folder}.${process.pid}`, requirements });
    } catch (cause) {
      return missing('python3', cause);
    } finally {
      await rm(claim, { recursive: true, force: true });
    }
  }
  return python;
}

/** Whether this worker is the one that installs. */
async function claimed(claim: string): Promise<boolean> {
  try {
    await mkdir(claim);
    return true;
  } catch {
    const { mtimeMs } = await stat(claim).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > CLAIM_HOLDS_MS) await rm(claim, { recursive: true, force: true });
    return false;
  }
}

async function installed({
  folder,
  draft,
  requirements,
}: {
  readonly folder: string;
  readonly draft: string;
  readonly requirements: readonly string[];
}): Promise<string> {
  try {
    await run('python3', ['-m', 'venv', draft]);
    await run(join(draft, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', ...requirements], { maxBuffer: 1e8 });
    await rename(draft, folder);
    return join(process.cwd(), folder, 'bin', 'python');
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
