import { describe, expect, it } from '@jest/globals';
import { isAllowed, policiesOfDelivery } from './account.ts';
import { KEY } from './expected-rights.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { answer, likelyFirst, probes } from './probes.ts';
import { answerOf, letsLogs, questions } from './resource-policies.ts';

const ALL_PROBES = probes();
const ALL_QUESTIONS = questions();

/** Whether an expectation of the other tests of this folder notices it: only those of the same policy can. */
function isNoticed({ where, arn, allows, statement, policies }: Mutant): boolean {
  if (where === 'ofRoles') {
    const services = new Set(statement.Action.map((action) => action.split(':')[0]));
    const asked = ALL_PROBES.filter(({ principal, right }) => principal === arn && services.has(right.split(':')[0]));
    return likelyFirst(asked, allows).some((probe) => answer(probe, policies, isAllowed) !== probe.isExpected);
  }
  if (arn === KEY && !letsLogs(policies)) return true;
  const asked = ALL_QUESTIONS.filter(({ resource }) => resource === arn || resource.startsWith(`${arn}/`));
  return likelyFirst(asked, allows).some((question) => answerOf(question, policies, isAllowed) !== question.isExpected);
}

describe('a change for the worse of any policy of the delivery', () => {
  it('is noticed: a statement, an action, a resource or a condition less, a wider action, resource or principal', () => {
    const mutants = mutantsOf(policiesOfDelivery());
    const survivors: string[] = [];
    for (const mutant of mutants) if (!isNoticed(mutant)) survivors.push(mutant.name);
    process.stdout.write(`killed ${mutants.length - survivors.length} of ${mutants.length}\n`);
    expect(survivors).toEqual([]);
    expect(mutants.length).toBeGreaterThan(400);
  }, 900_000);
});
