import { describe, expect, it } from '@jest/globals';
import { checkedIsAllowed, policiesOfDelivery } from './account.ts';
import { answerOf, letsLogs, questions } from './resource-policies.ts';

describe("whom the delivery's roles and resources let in", () => {
  it('is who was agreed on, and nobody else', async () => {
    const policies = policiesOfDelivery();
    const wrong: string[] = [];
    for (const question of questions()) {
      const { principal, action, resource, context, isExpected } = question;
      const got = await answerOf(question, policies, checkedIsAllowed);
      if (got !== isExpected)
        wrong.push(`${principal} ${got ? 'may' : 'may not'} ${action} ${resource} ${JSON.stringify(context)}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  it('is, of the key, the logs of this stack as well', () => {
    expect(letsLogs(policiesOfDelivery())).toBe(true);
  });
});
