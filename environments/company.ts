import * as z from 'zod';

/** What a company prescribes for every stack in its accounts. 'none' where it prescribes nothing. */

/** As AWS takes tags: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#tag-conventions */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const TAG_CHARACTERS = 'letters, digits, spaces and _ . : / = + - @';
/** AWS allows 50 a resource; Step Functions puts one of its own on every job that it starts. */
const MOST_TAGS = 49;

export const tagsSchema = z.record(z.string(), z.string()).superRefine((tags, context) => {
  const problem = tagsProblem(Object.entries(tags));
  if (problem !== undefined) context.addIssue({ code: 'custom', ...problem });
});

interface Problem {
  readonly message: string;
  readonly path?: string[];
}

function tagsProblem(tags: readonly (readonly [key: string, value: string])[]): Problem | undefined {
  if (tags.length > MOST_TAGS) return { message: `at most ${MOST_TAGS} tags` };
  for (const [index, [key, value]] of tags.entries()) {
    const message = keyProblem(key) ?? (isTagText(value, 256) ? undefined : `1 to 256 ${TAG_CHARACTERS}`);
    if (message !== undefined) return { message, path: [key] };
    // IAM takes 'Team' and 'team' for the same key, and then refuses the role.
    const twin = tags.slice(0, index).find(([other]) => other.toLowerCase() === key.toLowerCase());
    if (twin !== undefined)
      return { message: `a key that differs from '${twin[0]}' by more than its case`, path: [key] };
  }
  return undefined;
}

function keyProblem(key: string): string | undefined {
  if (!isTagText(key, 128)) return `a key of 1 to 128 ${TAG_CHARACTERS}`;
  return /^aws:/i.test(key) ? "a key that does not begin with 'aws:', which is AWS's own" : undefined;
}

/** Step Functions and Scheduler take no empty value. */
function isTagText(text: string, max: number): boolean {
  const { length } = [...text];
  return length >= 1 && length <= max && TAG_TEXT.test(text);
}

/** How long it may be, rules.ts says. */
export const namePrefixSchema = z
  .string()
  .regex(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, "lower case letters, digits and dashes, or 'none'");

export const permissionsBoundarySchema = noneOr(
  /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/,
  "the ARN of a managed policy such as 'arn:aws:iam::111122223333:policy/boundary', or 'none'",
);

export const KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-zA-Z0-9-]+$/;
export const KEY_EXAMPLE =
  "the ARN of a KMS key (no alias) such as 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-...'";

export const keyArnSchema = z.string().regex(KEY_ARN, KEY_EXAMPLE);

export const dataKeySchema = z.union([z.literal('own'), z.string().regex(KEY_ARN, `${KEY_EXAMPLE}, or 'own'`)]);

const ids = (prefix: string, most: number) => {
  const shape = new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`);
  return (
    z
      .array(z.string().regex(shape, `an id such as '${prefix}-0123456789abcdef0'`))
      .min(1)
      // Not max(): what that finds ends the parse, and the union would no longer say which field is wrong.
      .refine((all) => all.length <= most, `at most ${most}: Lambda and SageMaker take no more`)
      .refine((all) => new Set(all).size === all.length, 'every id once')
  );
};

const NETWORK_FIELDS = "'none', or { subnetIds: [...], securityGroupIds: [...] }";

/** Where functions and jobs run. 'none': where AWS runs them, with the internet in reach of the functions, and no network in reach of the jobs. */
export const networkSchema = z.union(
  [z.literal('none'), z.strictObject({ subnetIds: ids('subnet', 16), securityGroupIds: ids('sg', 5) })],
  NETWORK_FIELDS,
);

const email = z.email('an e-mail address');
const topicArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    "the ARN of a standard topic such as 'arn:aws:sns:eu-central-1:111122223333:mlops'; a FIFO topic sends no e-mail",
  );

/** A topic of the stack with its addresses, or one that exists and has subscribers of its own. */
export const notificationsSchema = z.union(
  [
    z.strictObject({ emails: z.array(email) }),
    // Whoever publishes to an encrypted topic needs its key as well.
    z.strictObject({ topicArn, topicKeyArn: noneOr(KEY_ARN, `${KEY_EXAMPLE}, or 'none'`) }),
  ],
  "{ emails: [...] }, or { topicArn: 'arn:...', topicKeyArn: 'none' }",
);

/** A bucket of the stack, or one that exists; S3 wants it in the same account and region. */
export const accessLogsSchema = z.union(
  [
    z.strictObject({ expireAfterDays: z.number().int().min(1) }),
    z.strictObject({ bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of a bucket') }),
  ],
  "{ expireAfterDays: 90 }, or { bucket: 'company-access-logs' }",
);

export function noneOr(shape: RegExp, message: string) {
  return z.union([z.literal('none'), z.string().regex(shape, message)]);
}
