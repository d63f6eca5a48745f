/**
 * Why a row is not in silver. The order is the order of the checks: a row that breaks several rules is refused for the first,
 * so that every refused row counts once.
 */
export const QUARANTINE_REASONS = [
  'wrong-field-count',
  'missing-id',
  'bad-date',
  'ambiguous-date',
  // Before the next: rows planned ahead have no value yet.
  'empty',
  'future-date',
  'not-a-number',
  'infinite',
  'out-of-range',
  'off-calendar',
  'conflicting-duplicate',
  'restatement',
  'incomplete-period',
] as const;

export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/** Rows that say no more than their absence would: an empty value is a gap, and so is a period of which only a part was delivered. */
export const GAP_REASONS = ['empty', 'incomplete-period'] as const satisfies readonly QuarantineReason[];
