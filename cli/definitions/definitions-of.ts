import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stackName } from '../../core/contracts/names.ts';
import { findPlatform } from '../../environments/index.ts';
import { type LocalDefinitions, readTemplate, type Template } from '../../local/platform/template.ts';
import { UsageError } from '../errors.ts';
import { keptDefinitions } from './kept-definitions.ts';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The environment's state machines: of the assembly that was asked for, or as they are synthesized.
 *
 * @param synthesizing called before they are, which takes seconds
 * @throws UsageError
 */
export async function definitionsOf(
  environment: string,
  assembly?: string,
  synthesizing?: () => void,
): Promise<LocalDefinitions> {
  if (assembly !== undefined) return definitionsIn(assembly, environment);
  return keptDefinitions(environment, {
    root: REPOSITORY,
    loadedAtMs: performance.timeOrigin,
    async synthesize() {
      synthesizing?.();
      return synthesized(environment);
    },
  });
}

async function definitionsIn(assembly: string, environment: string): Promise<LocalDefinitions> {
  const file = join(assembly, `${stackName(findPlatform(environment))}.template.json`);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(
      `--assembly '${assembly}' holds no ${file}; synthesize the environment ${environment} into it`,
      { cause },
    );
  });
  return readTemplate(JSON.parse(text) as Template);
}

/** CDK is loaded only when it is needed. */
async function synthesized(environment: string): Promise<LocalDefinitions> {
  const { synthesizeEnvironment } = await import('../../lib/synthesize.ts');
  const outdir = await mkdtemp(join(tmpdir(), 'assembly-'));
  try {
    return readTemplate(
      synthesizeEnvironment(environment, { bundling: false, outdir }).template as unknown as Template,
    );
  } finally {
    await rm(outdir, { recursive: true });
  }
}
