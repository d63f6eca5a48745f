import { demanded, identityStatements, isAllowed } from './policies.ts';
import type { RuledStatement } from './policies.ts';
import { listOf, verdict } from './rule.ts';
import type { RuledResource, Verdict } from './rule.ts';

/** Whoever may pass a role may pass named ones, to named services: a role that goes to any service lends its rights to whoever runs there. */
export function passRoleScope(resource: RuledResource): Verdict {
  const passing = identityStatements(resource).filter((statement) => isAllowed(statement, 'iam:PassRole'));
  if (passing.length === 0) return 'not applicable';
  return verdict(passing.map(problemOf).find((problem) => problem !== undefined));
}

function problemOf(statement: RuledStatement): string | undefined {
  const roles = listOf(statement.Resource);
  if (roles.length === 0 || roles.some((role) => JSON.stringify(role).includes('*'))) {
    return 'iam:PassRole names no role, or many by a pattern';
  }
  const services = demanded(statement, 'iam:PassedToService');
  return services.length > 0 && services.every((service) => !JSON.stringify(service).includes('*'))
    ? undefined
    : 'iam:PassRole does not say to which service (iam:PassedToService)';
}
