import * as z from 'zod';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((words) => [words].flat());

const statementSchema = z.looseObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore.optional(),
  Principal: z.unknown().optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

export const documentSchema = z.looseObject({ Statement: z.array(statementSchema) });
export type Statement = z.infer<typeof statementSchema>;
export type Document = z.infer<typeof documentSchema>;

/** Where a policy hangs: on a role, on a bucket, key or topic, or as the trust of a role. */
export type PolicyKind = 'role' | 'resource' | 'trust';

/** Everything that says who may do what in one stack, by the ARN that it hangs on. */
export type Policies = Readonly<Record<PolicyKind, ReadonlyMap<string, Document>>>;
