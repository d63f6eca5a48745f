import type { PlatformEnvironment } from '../../environments/environment.ts';
import { checkEnvironment, ENVIRONMENTS } from '../../environments/index.ts';
import { synthesizeLiteral } from '../../lib/synthesize.ts';
import { COMPANY } from '../../test/support/company-environment.ts';
import { type Template, templateSchema } from './assembly.ts';

/** The environments as they are, and one that has everything that a company may prescribe (docs/deploy.md). */
export const ALL_ENVIRONMENTS: readonly PlatformEnvironment[] = [...Object.values(ENVIRONMENTS), COMPANY];

const known = new Map<PlatformEnvironment, Template>();

/** An environment's template as it is deployed, but for the hashes of its code: what is judged by its template alone needs no more. */
export function unbundledTemplate(environment: PlatformEnvironment): Template {
  const found = known.get(environment) ?? synthesized(environment);
  known.set(environment, found);
  return found;
}

function synthesized(environment: PlatformEnvironment): Template {
  return templateSchema.parse(synthesizeLiteral(checkEnvironment(environment), { bundling: false }).template);
}
