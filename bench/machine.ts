import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { PYTHON_PACKAGES } from './peers/peers.ts';
import { measure } from './measure.ts';

/** What the figures were measured on and with: without it they say nothing. */
export async function describeMachine() {
  const { dependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  return {
    node: process.version,
    python: await pythonVersion(),
    pythonPackages: Object.values(PYTHON_PACKAGES).flat(),
    packages: dependencies,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}

/** What the benchmark itself writes. */
const WRITTEN = [':!bench.json', ':!README.md'];

/** Of the sources that are measured; said to be changed where they are not just those. */
export async function commit(): Promise<string> {
  const git = async (...args: string[]) => (await measure({ command: 'git', args })).stdout.trim();
  try {
    const [head, changes] = [await git('rev-parse', 'HEAD'), await git('status', '--porcelain', '--', '.', ...WRITTEN)];
    return changes === '' ? head : `${head} with changes`;
  } catch {
    return 'unknown';
  }
}

async function pythonVersion(): Promise<string> {
  const found = await measure({ command: 'python3', args: ['--version'] }).catch(() => undefined);
  return found?.stdout.trim() ?? 'none';
}

/** Of the last minute: above the number of cores, the figures say more about the machine than about the code. */
export function load(): number {
  return Number(loadavg()[0].toFixed(2));
}
