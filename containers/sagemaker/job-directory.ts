import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stores } from '../../core/ports.ts';

export interface JobDirectory {
  readonly stores: Stores;
  /** What a container sees as /opt/ml. */
  readonly root: string;
}

/**
 * Runs a job in a directory of its own, which is gone afterwards however the job ends.
 *
 * @param removals where they are collected, nobody waits for the removal here: whoever collects them does, and sees to what they left
 */
export async function inJobDirectory<T>(
  workDir: string,
  run: (root: string) => Promise<T>,
  removals?: Promise<unknown>[],
): Promise<T> {
  mkdirSync(workDir, { recursive: true });
  const root = mkdtempSync(join(workDir, 'job-'));
  try {
    return await run(root);
  } finally {
    const removal = rm(root, { recursive: true, force: true });
    if (removals === undefined) await removal;
    else removals.push(removal.catch(() => undefined));
  }
}
