import * as z from 'zod';
import type { Evidence } from '../core/contracts/errors.ts';
import { type NamedEnvironment, stackName } from '../core/contracts/names.ts';
import * as company from './company.ts';

/** What says which stack a literal is, and where: fields of every kind of literal. */
export const identity = {
  name: z.string().regex(/^[a-z][a-z0-9]*$/, 'lower case letters and digits'),
  account: z.string().regex(/^\d{12}$/, 'an AWS account number: 12 digits, as text'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "an AWS region such as 'eu-central-1'"),
  terminationProtection: z.boolean(),
  /** On every resource that can have tags, and on the jobs. */
  tags: company.tagsSchema,
  /** In front of the stack's name, and so of all names that begin with it. A stack of another name is another stack. */
  namePrefix: company.namePrefixSchema,
  /** The managed policy that bounds every role of the stack. */
  permissionsBoundary: company.permissionsBoundarySchema,
} as const;

/** The retentions that CloudWatch Logs knows. */
export const logRetentionDays = z.literal([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192,
]);

/** What is wrong where the name of a literal's stack leaves no room for what is named after it. */
export function tooLongStackName(environment: NamedEnvironment, most: number): Evidence | undefined {
  const stack = stackName(environment);
  if (stack.length <= most) return undefined;
  const problem = `namePrefix and name make a stack's name of ${stack.length} characters`;
  return { problem, got: stack, allowed: `at most ${most}` };
}
