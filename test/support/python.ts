import { execFile } from 'node:child_process';
import { access, mkdir, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { missing } from './missing.ts';

const run = promisify(execFile);

/** An installation takes minutes on a busy machine; a claim that is older was left by a run that died. */
const CLAIM_HOLDS_MS = 900_000;

/** Installs in seconds what takes pip minutes. */
const UV = 'uv==0.13.9';

/** Fills an empty folder. */
type Install = (draft: string) => Promise<void>;

/**
 * A Python of its own under .cache/venv/<name>, with the requirements installed once, whichever worker asks first.
 *
 * @returns the path of its interpreter; undefined where the machine has no python3 with venv, or reaches no packages
 */
export async function pythonVenv(name: string, requirements: readonly string[]): Promise<string | undefined> {
  const folder = `${name}-${requirements.join('+').replace(/[^A-Za-z0-9.+-]/g, '_')}`;
  try {
    return await installedOnce(folder, async (draft) => {
      // An index or a certificate that only pip is told of is no reason to go without.
      await byUv(draft, requirements).catch(() => byPip(draft, requirements));
    });
  } catch (cause) {
    return missing('python3', cause);
  }
}

async function byUv(draft: string, requirements: readonly string[]): Promise<void> {
  const beside = await installedOnce(UV.replace('==', '-'), (folder) => byPip(folder, [UV]));
  await run('python3', ['-m', 'venv', '--clear', '--without-pip', draft]);
  await run(join(dirname(beside), 'uv'), ['pip', 'install', '--python', pythonOf(draft), ...requirements], {
    env: { ...process.env, UV_CACHE_DIR: join('.cache', 'uv') },
    maxBuffer: 1e8,
  });
}

async function byPip(draft: string, requirements: readonly string[]): Promise<void> {
  await run('python3', ['-m', 'venv', '--clear', draft]);
  await run(pythonOf(draft), ['-m', 'pip', 'install', '--quiet', ...requirements], { maxBuffer: 1e8 });
}

async function installedOnce(name: string, install: Install): Promise<string> {
  const folder = join('.cache', 'venv', name);
  const python = join(process.cwd(), pythonOf(folder));
  const claim = `${folder}.claim`;
  await mkdir(join('.cache', 'venv'), { recursive: true });
  while (!(await exists(python))) {
    if (!(await claimed(claim))) {
      await sleep(500);
      continue;
    }
    const draft = `${folder}.${process.pid}`;
    try {
      await install(draft);
      await rename(draft, folder);
    } finally {
      await rm(draft, { recursive: true, force: true });
      await rm(claim, { recursive: true, force: true });
    }
  }
  return python;
}

function pythonOf(folder: string): string {
  return join(folder, 'bin', 'python');
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

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
