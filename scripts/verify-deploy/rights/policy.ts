import * as z from 'zod';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((words) => [words].flat());

/** A policy as IAM keeps it, or as a template has it once its tokens are names. */
export const policySchema = z.looseObject({
  Statement: z.array(
    z.looseObject({ Effect: z.enum(['Allow', 'Deny']), Action: oneOrMore, Resource: z.unknown().optional() }),
  ),
});
export type Policy = z.infer<typeof policySchema>;

/** What an allowing statement names, each action once, in the order of the policy. */
export function actionsIn({ Statement }: Policy): readonly string[] {
  return [...new Set(Statement.flatMap(({ Effect, Action }) => (Effect === 'Allow' ? Action : [])))];
}

/** The policy, but for one action; a statement that allowed nothing else is gone. */
export function withoutAction(policy: Policy, action: string): Policy {
  const left = policy.Statement.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((one) => statement.Effect !== 'Allow' || one !== action),
  }));
  return { ...policy, Statement: left.filter(({ Action }) => Action.length > 0) };
}
