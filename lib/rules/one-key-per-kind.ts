import { identityStatements, isAllowed } from './policies.ts';
import { listOf, verdict } from './rule.ts';
import type { RuledResource, RuledTemplate, Verdict } from './rule.ts';

/**
 * One key of a stack encrypts, by itself renewed every year, and each other signs one kind of thing: nobody signs with two keys, as a model would pass
 * for a record of the audit then.
 */
export function oneKeyPerKind(resource: RuledResource, template: RuledTemplate): Verdict {
  return resource.Type === 'AWS::KMS::Key' ? judgeKey(resource, template) : judgeSigner(resource);
}

function judgeKey(key: RuledResource, { Resources }: RuledTemplate): Verdict {
  if (signs(key)) return 'complies';
  const others = Object.values(Resources).filter((other) => other.Type === key.Type && other !== key && !signs(other));
  if (others.length > 0) return { problem: 'the stack has two keys that encrypt' };
  return verdict(key.Properties?.EnableKeyRotation === true ? undefined : 'the key that encrypts is never renewed');
}

function signs({ Properties = {} }: RuledResource): boolean {
  return Properties.KeyUsage === 'SIGN_VERIFY';
}

function judgeSigner(resource: RuledResource): Verdict {
  const signing = identityStatements(resource).filter((statement) => isAllowed(statement, 'kms:Sign'));
  if (signing.length === 0) return 'not applicable';
  const keys = new Set(signing.flatMap(({ Resource }) => listOf(Resource)).map((key) => JSON.stringify(key)));
  const isOne = keys.size === 1 && ![...keys].some((key) => key.includes('*'));
  return verdict(isOne ? undefined : `signs with more than one key: ${[...keys].join(', ')}`);
}
