import * as z from 'zod';
import * as company from './company.ts';
import { identity, logRetentionDays } from './identity.ts';

/** As git has them, of the characters that need no quotes anywhere. */
const branch = z
  .string()
  .regex(/^(?!.*(\.\.|\/\/|\/\.|\.lock$))[A-Za-z0-9_][A-Za-z0-9._/-]*(?<![./])$/, 'the name of a branch');
const gitHubRepository = z.string().regex(/^[\w.-]+\/[\w.-]+$/, "a repository as 'owner/name'");

const fromConnection = z.strictObject({
  from: z.literal('connection'),
  repository: gitHubRepository,
  connectionArn: z
    .string()
    .regex(
      /^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:\d{12}:connection\/[0-9a-f-]{36}$/,
      "the ARN of a connection such as 'arn:aws:codeconnections:eu-central-1:444444444444:connection/...'",
    ),
});
const fromCodeCommit = z.strictObject({
  from: z.literal('codecommit'),
  repository: z.string().regex(/^[\w.-]{1,100}$/, 'the name of a repository in CodeCommit'),
});
/** No pipelines: GitHub's own runners call the same scripts, in roles of the delivery account (`npm run workflow`). */
const fromGitHubActions = z.strictObject({ from: z.literal('github-actions'), repository: gitHubRepository });

/** How a merge comes to the environments, complete: no field has a default. */
export const deliverySchema = z.strictObject({
  kind: z.literal('delivery'),
  ...identity,
  source: z.discriminatedUnion('from', [fromConnection, fromCodeCommit, fromGitHubActions]),
  /** A merge to `main` comes to dev and staging, one to `release` to prod. */
  branches: z.strictObject({ main: branch, release: branch }),
  /** Whether pull requests are checked, and those of the repository's own branches deployed to dev's account for a run, and taken away again. */
  pullRequests: z.enum(['none', 'checked', 'checked-and-deployed']),
  /** Who is asked before prod; no answer within the hours is a refusal. */
  approval: z.strictObject({
    emails: z.array(z.email('an e-mail address')),
    timeoutHours: z.number().int().min(1).max(1440),
  }),
  /** `environment/LogicalId` of resources that hold data and may be replaced by the next release all the same. */
  allowedReplacements: z.array(z.string().regex(/^[a-z][a-z0-9]*\/[A-Za-z0-9]+$/, "such as 'prod/DataKey'")),
  /** Whether two environments may share an account. */
  sharedAccounts: z.enum(['refused', 'allowed']),
  logRetentionDays,
  notifications: company.notificationsSchema,
});
export type DeliveryEnvironment = z.infer<typeof deliverySchema>;
