import { stackName } from '../core/contracts/names.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Template } from '../local/platform/template.ts';
import { UsageError } from './options.ts';
import type { ReplayRequest } from './replay/replay-request.ts';

/** The environment's template: of the assembly that was asked for, or synthesized now. */
export async function templateOf({
  environment,
  assembly,
}: Pick<ReplayRequest, 'environment' | 'assembly'>): Promise<Template> {
  if (assembly !== undefined) {
    const file = join(assembly, `${stackName(environment)}.template.json`);
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new UsageError(
        `--assembly '${assembly}' holds no ${file}; synthesize the environment ${environment} into it`,
        { cause },
      );
    });
    return JSON.parse(text) as Template;
  }
  const { synthesizeEnvironment } = await import('../lib/synthesize.ts');
  return synthesizeEnvironment(environment, { bundling: false }).template as unknown as Template;
}
