/**
 * Why a row is not in silver. The order is the order of the checks: a row that breaks several rules is refused for the first,
 * so that every refused row counts once.
 */
export const QUARANTINE_REASONS = [
  'wrong-field-count',
  'missing-id',
  'bad-date',
  'ambiguous-date',
  'future-date',
  'empty',
  'not-a-number',
  'infinite',
  'out-of-range',
  'off-calendar',
  'conflicting-duplicate',
  'restatement',
] as const;

export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];
