import * as z from 'zod';
import { keyArnSchema } from './company.ts';

/** What crosses the border between two environments, which is mostly that between two accounts: silver and gold, to be read. */

const bucketName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "a bucket's name, from the other stack's outputs");

/** The environments that may read this one's silver and gold. */
export const sharesDataWithSchema = z
  .array(z.string())
  .refine((names) => new Set(names).size === names.length, 'every environment once');

/** Whose silver and gold this one reads. AWS chose the names: they are copied from the outputs of the other stack. */
export const readsDataOfSchema = z.union(
  [
    z.literal('none'),
    z.strictObject({
      environment: z.string(),
      buckets: z.strictObject({ silver: bucketName, gold: bucketName }),
      keyArn: keyArnSchema,
    }),
  ],
  "'none', or { environment: 'prod', buckets: { silver: 'NAME', gold: 'NAME' }, keyArn: 'arn:...' }",
);
