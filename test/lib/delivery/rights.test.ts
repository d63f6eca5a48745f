import { describe, expect, it } from '@jest/globals';
import { checkedIsAllowed, isAllowed, policiesOfDelivery } from './account.ts';
import { answer, expected, probes } from './probes.ts';

describe("what the delivery's roles may do", () => {
  const policies = policiesOfDelivery();

  it('is expected of every role, and of no other', () => {
    expect([...policies.ofRoles.keys()].sort()).toEqual(Object.keys(expected()).sort());
  });

  it('is what each of them needs, and nothing that another one needs or nobody', async () => {
    const wrong: string[] = [];
    for (const probe of probes()) {
      // That there is such a call is asked where it is expected to pass.
      const got = await answer<boolean | Promise<boolean>>(
        probe,
        policies,
        probe.isExpected ? checkedIsAllowed : isAllowed,
      );
      if (got !== probe.isExpected) wrong.push(`${probe.principal} ${got ? 'may' : 'may not'} ${probe.right}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
