import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DESCRIBE_COMMIT, NO_COMMIT } from '../../core/contracts/commit.ts';

const run = promisify(execFile);

/** The commit of a checkout, as core/contracts/commit.ts says it. */
export async function checkoutCommit(root: string): Promise<string> {
  try {
    // Without the optional lock: another git may be at work in the checkout.
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: '0' };
    return (await run('git', DESCRIBE_COMMIT, { cwd: root, env })).stdout.trim();
  } catch {
    return NO_COMMIT;
  }
}
