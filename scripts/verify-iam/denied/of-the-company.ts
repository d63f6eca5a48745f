import { beside, type Call } from '../judged/call.ts';
import type { Denied, Setting } from './denied.ts';

/** Whatever a role needs of keys, secrets and networks that a company names, asked of others of theirs, and in other ways. */
export function deniedOfTheCompany(needed: readonly Call[], { stack }: Setting): readonly Denied[] {
  const steps = new Set(stack.roles.filter(({ who }) => who.startsWith('step ')).map(({ arn }) => arn));
  return needed
    .filter(({ principal }) => principal.startsWith('arn:'))
    .flatMap((call) => [
      ...ofOtherKeys(call),
      ...ofOtherSecrets(call),
      ...ofOtherNetworks(call, steps.has(call.principal)),
    ]);
}

function ofOtherKeys(call: Call): readonly Denied[] {
  const { action, resource, context } = call;
  if (!action.startsWith('kms:') || !/:key\//.test(resource)) return [];
  const isSaid = (key: string) => context?.[key] !== undefined;
  const others = [GRANT, SECRET, ...(isSaid(SECRET) ? ['kms:ViaService'] : [])].filter(isSaid).map((key) => ({
    ...call,
    context: { ...context, [key]: key === GRANT ? 'false' : 'of-others' },
  }));
  return [{ ...call, resource: beside(resource) }, ...others].map((one) => ({ kind: 'use of other keys', call: one }));
}

const GRANT = 'kms:GrantIsForAWSResource';
/** The key may be one of many secrets: it opens one alone, and by Secrets Manager. */
const SECRET = 'kms:EncryptionContext:SecretARN';

function ofOtherSecrets(call: Call): readonly Denied[] {
  if (!call.action.startsWith('secretsmanager:')) return [];
  const resource = call.resource.replace(/[^/:]+$/, 'of-others-AbCdEf');
  return [{ kind: 'secrets', call: { ...call, resource } }];
}

/** A function's own code is in the network, and makes no part of one; a job's interfaces are where the literal says. */
function ofOtherNetworks(call: Call, isStep: boolean): readonly Denied[] {
  const { principal, action, resource } = call;
  if (!action.startsWith('ec2:')) return [];
  const ask = (change: Partial<Call>) => [{ kind: 'networks of others', call: { ...call, ...change } }];
  if (resource === '*') return isStep ? ask({ context: { 'lambda:SourceFunctionArn': principal } }) : [];
  const isInterface = resource.includes(':network-interface/');
  return ask({ resource: isInterface ? resource.replace(/^(arn:aws:ec2):[^:]+/, '$1:of-others') : beside(resource) });
}
