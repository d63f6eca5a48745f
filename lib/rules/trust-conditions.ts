import { demanded, trustStatements } from './policies.ts';
import type { RuledStatement } from './policies.ts';
import { verdict } from './rule.ts';
import type { RuledResource, Verdict } from './rule.ts';

/** By which condition it is known for whom a kind of principal takes the role. */
const KNOWN_BY: Readonly<Record<string, RegExp>> = {
  Service: /^aws:SourceAccount$/i,
  AWS: /^aws:PrincipalArn$/i,
  Federated: /:sub$/i,
};

/** A role says for whom it is taken: a service works for every account, an account has many roles, and an identity provider knows many people. */
export function trustConditions(resource: RuledResource): Verdict {
  const trusting = trustStatements(resource).filter(({ Effect }) => Effect === 'Allow');
  if (trusting.length === 0) return 'not applicable';
  return verdict(trusting.map(problemOf).find((problem) => problem !== undefined));
}

function problemOf(statement: RuledStatement): string | undefined {
  const { Principal = '*', Condition = {} } = statement;
  if (typeof Principal === 'string') return `whoever asks is trusted (${Principal})`;
  const keys = Object.values(Condition).flatMap((keysAndValues) => Object.keys(keysAndValues));
  for (const kind of Object.keys(Principal)) {
    const known = KNOWN_BY[kind];
    if (known === undefined) return `a principal of the kind ${kind}, of which no condition is known`;
    const values = keys.filter((key) => known.test(key)).flatMap((key) => demanded(statement, key));
    if (values.length === 0 || values.some((value) => value === '*')) {
      return `a principal of the kind ${kind} is trusted without a condition on ${known.source}`;
    }
  }
  return undefined;
}
