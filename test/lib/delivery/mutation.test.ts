import { describe, expect, it } from '@jest/globals';
import { policiesOfDelivery } from './account.ts';
import { KEY } from './expected-rights.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { answer, likelyFirst, probes } from './probes.ts';
import { answerOf, letsLogs, questions } from './resource-policies.ts';

const ALL_PROBES = probes();
const ALL_QUESTIONS = questions();

/** Whether an expectation of the other tests of this folder notices it: only those of the same policy can. */
async function isNoticed({ where, arn, allows, statement, policies }: Mutant): Promise<boolean> {
  if (where === 'ofRoles') {
    const services = new Set(statement.Action.map((action) => action.split(':')[0]));
    const asked = ALL_PROBES.filter(({ principal, right }) => principal === arn && services.has(right.split(':')[0]));
    return anyFails(likelyFirst(asked, allows), (probe) => answer(probe, policies));
  }
  if (arn === KEY && !letsLogs(policies)) return true;
  const asked = ALL_QUESTIONS.filter(({ resource }) => resource === arn || resource.startsWith(`${arn}/`));
  return anyFails(likelyFirst(asked, allows), (question) => answerOf(question, policies));
}

async function anyFails<E extends { readonly isExpected: boolean }>(
  all: readonly E[],
  ask: (one: E) => Promise<boolean>,
): Promise<boolean> {
  for (const one of all) if ((await ask(one)) !== one.isExpected) return true;
  return false;
}

describe('a change for the worse of any policy of the delivery', () => {
  it('is noticed: a statement, an action, a resource or a condition less, a wider action, resource or principal', async () => {
    const mutants = mutantsOf(policiesOfDelivery());
    const survivors: string[] = [];
    for (const mutant of mutants) if (!(await isNoticed(mutant))) survivors.push(mutant.name);
    process.stdout.write(`killed ${mutants.length - survivors.length} of ${mutants.length}\n`);
    expect(survivors).toEqual([]);
    expect(mutants.length).toBeGreaterThan(400);
  }, 900_000);
});
