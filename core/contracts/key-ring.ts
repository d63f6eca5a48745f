import * as z from 'zod';

/** From when on what a key signs does not count; 'never' of a key that is trusted. */
export const withdrawnFromSchema = z.union(
  [z.iso.datetime(), z.literal('never')],
  "an instant in UTC as in '2026-11-03T09:00:00Z', or 'never'",
);

/** The keys in KMS whose signatures of one kind count, oldest first, as functions and commands are told them. */
export const keyRingSchema = z
  .array(z.strictObject({ arn: z.string(), withdrawnFrom: withdrawnFromSchema }))
  .min(1, 'at least one key');
export type TrustedKey = z.infer<typeof keyRingSchema>[number];

/** A time that is no number is no time before. */
export function isWithdrawn(withdrawnFrom: TrustedKey['withdrawnFrom'], signedAtMs: number): boolean {
  return withdrawnFrom !== 'never' && !(signedAtMs < Date.parse(withdrawnFrom));
}
