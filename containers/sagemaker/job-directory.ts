import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Stores } from '../../core/ports.ts';

export interface JobDirectory {
  readonly stores: Stores;
  /** What a container sees as /opt/ml. */
  readonly root: string;
}

/** Runs a job in a directory of its own, which is gone afterwards however the job ends. */
export async function inJobDirectory<T>(workDir: string, run: (root: string) => Promise<T>): Promise<T> {
  mkdirSync(workDir, { recursive: true });
  const root = mkdtempSync(join(workDir, 'job-'));
  try {
    return await run(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
