import * as z from 'zod';

const generation = z.number().int().min(1);

/**
 * Keys are made by their number and kept for good: a version that is gone back to must still be verified. Raised by one, a new key signs, and all former
 * ones verify what they signed. Never lowered: the stack would forget the newest keys, and with them what they signed.
 */
const generationsSchema = z
  .strictObject({
    generation,
    /** Keys that somebody may have used who must not: what such a key signed from that instant on does not count. */
    withdrawn: z.array(
      z.strictObject({ generation, from: z.iso.datetime("an instant in UTC as in '2026-11-03T09:00:00Z'") }),
    ),
  })
  .superRefine(({ generation: signing, withdrawn }, context) => {
    for (const [index, { generation: former }] of withdrawn.entries()) {
      const message = withdrawnProblem(
        former,
        signing,
        withdrawn.slice(0, index).map((each) => each.generation),
      );
      if (message !== undefined)
        context.addIssue({ code: 'custom', message, path: ['withdrawn', index, 'generation'] });
    }
  });
export type KeyGenerations = z.infer<typeof generationsSchema>;

/** What is signed by a key of its own, so that whoever may sign one kind cannot sign the other. */
export const signingSchema = z.strictObject({ models: generationsSchema, audit: generationsSchema });

function withdrawnProblem(former: number, signing: number, earlier: readonly number[]): string | undefined {
  if (former === signing) return `a former key: raise 'generation' to ${signing + 1} first, so that another signs`;
  if (former > signing) return `a key that there is: 1 to ${signing - 1}`;
  return earlier.includes(former) ? 'every key once' : undefined;
}
