import type { Template } from '../../../local/platform/template.ts';
import type { Account } from '../account.ts';
import { pseudoParameters, refOf } from '../read-back/resolve.ts';

/** As long as AWS makes names: what is too long by then must show here. */
const ROLE_NAME_LENGTH = 64;
const KEY_ID = '01234567-89ab-cdef-0123-456789abcdef';

/**
 * The template with the ARNs of its roles and keys, and the pseudo parameters, as an account would have them: a request that is made from it holds
 * what SageMaker would get, not the short names that a laptop is content with.
 */
export function accountTemplate(template: Template, environment: Account): Template {
  const pseudo = pseudoParameters(environment);
  const replaced = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== 'object' || value === null) return value;
    const known = knownToken(template, environment, value) ?? pseudo[refOf(value) ?? ''];
    if (known !== undefined) return known;
    if ('Fn::Sub' in value && typeof value['Fn::Sub'] === 'string')
      return { 'Fn::Sub': substituted(value['Fn::Sub'], pseudo) };
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaced(inner)]));
  };
  return replaced(template) as Template;
}

function knownToken({ Resources }: Template, { account, region }: Account, value: object): string | undefined {
  if (!('Fn::GetAtt' in value) || !Array.isArray(value['Fn::GetAtt'])) return undefined;
  const [id, attribute] = value['Fn::GetAtt'] as readonly string[];
  if (attribute !== 'Arn') return undefined;
  switch (Resources[id]?.Type) {
    case 'AWS::IAM::Role':
      return `arn:aws:iam::${account}:role/${id.padEnd(ROLE_NAME_LENGTH, 'X').slice(0, ROLE_NAME_LENGTH)}`;
    case 'AWS::KMS::Key':
      return `arn:aws:kms:${region}:${account}:key/${KEY_ID}`;
    default:
      return undefined;
  }
}

function substituted(text: string, pseudo: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(AWS::\w+)\}/g, (token, name: string) => pseudo[name] ?? token);
}
