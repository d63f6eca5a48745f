import { execFileSync } from 'node:child_process';
import type { StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DESCRIBE_COMMIT, NO_COMMIT } from '../../core/contracts/commit.ts';
import type { BuildInfo } from '../../core/ports.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The commit that is being deployed and the exact library versions that it pins. */
export function buildInfo(): Omit<BuildInfo, 'image'> {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return { commit: commitAt(ROOT), libraries: dependencies };
}

/** CodeBuild, and `npm run deliver`, name the commit that they have checked out. */
export function commitAt(root: string): string {
  const named = process.env.CODEBUILD_RESOLVED_SOURCE_VERSION;
  if (named !== undefined) return named;
  try {
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', DESCRIBE_COMMIT, { cwd: root, encoding: 'utf8', stdio }).trim();
  } catch {
    return NO_COMMIT;
  }
}
