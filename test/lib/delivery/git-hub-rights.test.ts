import { describe, expect, it } from '@jest/globals';
import { delivery } from '../../../environments/delivery.ts';
import { checkedIsAllowed, isAllowed, policiesOfStack } from './account.ts';
import { expectedGitHubRights } from './expected-rights.ts';
import { mutantsOf } from './mutants.ts';
import { answer, likelyFirst, probes } from './probes.ts';

const policies = policiesOfStack({
  ...delivery,
  source: { from: 'github-actions', repository: 'example/forecasting' },
});
const ALL_PROBES = probes(expectedGitHubRights());

/** Who may take them is in stack.test.ts, word for word. */
describe("what the roles of GitHub's own runners may do", () => {
  it('is expected of every role, and of no other', () => {
    expect([...policies.ofRoles.keys()].sort()).toEqual(Object.keys(expectedGitHubRights()).sort());
  });

  it('is what the builds of its stage need, and nothing that another one needs or nobody', async () => {
    const wrong: string[] = [];
    for (const probe of ALL_PROBES) {
      const got = await answer<boolean | Promise<boolean>>(
        probe,
        policies,
        probe.isExpected ? checkedIsAllowed : isAllowed,
      );
      if (got !== probe.isExpected) wrong.push(`${probe.principal} ${got ? 'may' : 'may not'} ${probe.right}`);
    }
    expect(wrong).toEqual([]);
  }, 600_000);

  it('is noticed where a statement, an action, a resource or a condition is less, or one is wider', () => {
    const mutants = mutantsOf(policies).filter(({ where }) => where === 'ofRoles');
    const survivors: string[] = [];
    for (const mutant of mutants) {
      const services = new Set(mutant.statement.Action.map((action) => action.split(':')[0]));
      const asked = ALL_PROBES.filter(
        ({ principal, right }) => principal === mutant.arn && services.has(right.split(':')[0]),
      );
      const isNoticed = likelyFirst(asked, mutant.allows).some(
        (probe) => answer(probe, mutant.policies, isAllowed) !== probe.isExpected,
      );
      if (!isNoticed) survivors.push(mutant.name);
    }
    process.stdout.write(`killed ${mutants.length - survivors.length} of ${mutants.length}\n`);
    expect(survivors).toEqual([]);
    expect(mutants.length).toBeGreaterThan(100);
  }, 900_000);
});
