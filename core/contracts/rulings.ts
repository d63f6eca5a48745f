import * as z from 'zod';

/** What a person may say of a delivery. The newest ruling that a delivery has is in force. */
export const RULINGS = {
  /** Its rows are read no more: they stay in bronze, and count as withdrawn. */
  withdraw: 'withdraw',
  /** The withdrawal ends. */
  restore: 'restore',
  /** The limits of one delivery do not stop it. */
  accept: 'accept',
} as const;
export type RulingKind = keyof typeof RULINGS;

/** Of a delivery's content, mapping and partition, as in bronze's column `delivery`. */
export const deliverySha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a sha256: 64 hexadecimal digits');

/** `<dataset>/rulings/<number>.json` in bronze: numbered from 1, written once, never changed. */
export const rulingSchema = z.strictObject({
  delivery: deliverySha256,
  /** The landing object's key, as bronze has it in its column `file`. */
  key: z.string(),
  ruling: z.enum(RULINGS),
  by: z.string().min(1),
  reason: z.string().min(1),
  at: z.iso.datetime(),
  /** Given by the one who asks: asked for twice, a ruling is made once. */
  runId: z.string(),
});
export type Ruling = z.infer<typeof rulingSchema>;

/** By the delivery's sha256: the ruling in force of each that has one. */
export type RulingsInForce = ReadonlyMap<string, Ruling>;

/** @param rulings oldest first */
export function inForce(rulings: readonly Ruling[]): RulingsInForce {
  return new Map(rulings.map((ruling) => [ruling.delivery, ruling]));
}

/** The sha256 of each delivery whose rows are not read, ascending. */
export function withdrawnDeliveries(rulings: RulingsInForce): readonly string[] {
  return [...rulings.values()]
    .filter(({ ruling }) => ruling === RULINGS.withdraw)
    .map(({ delivery }) => delivery)
    .sort();
}
