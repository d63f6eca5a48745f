import { ENVIRONMENTS } from '../../environments/index.ts';
import { synthesizeEnvironment } from '../../lib/synthesize.ts';
import { type Template, templateSchema } from './assembly.ts';

export type EnvironmentName = keyof typeof ENVIRONMENTS;

export const ENVIRONMENT_NAMES = Object.keys(ENVIRONMENTS) as readonly EnvironmentName[];

const known = new Map<EnvironmentName, Template>();

/** An environment's template as it is deployed, but for the hashes of its code: what is judged by its template alone needs no more. */
export function unbundledTemplate(environment: EnvironmentName): Template {
  const found =
    known.get(environment) ?? templateSchema.parse(synthesizeEnvironment(environment, { bundling: false }).template);
  known.set(environment, found);
  return found;
}
