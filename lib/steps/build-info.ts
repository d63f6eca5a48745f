import { execFileSync } from 'node:child_process';
import type { StdioOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { BuildInfo } from '../../core/ports.ts';

const ROOT = new URL('../../', import.meta.url);

/** The commit that is being deployed and the exact library versions that it pins. */
export function buildInfo(): Omit<BuildInfo, 'image'> {
  const { dependencies } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return { commit: commit(), libraries: dependencies };
}

/** CodeBuild checks out no repository: it names the commit in its environment instead. */
function commit(): string {
  const named = process.env.CODEBUILD_RESOLVED_SOURCE_VERSION;
  if (named !== undefined) return named;
  try {
    const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8', stdio }).trim();
  } catch {
    return 'unknown'; // an archive of the sources, without a repository
  }
}
