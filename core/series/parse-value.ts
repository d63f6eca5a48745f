import type { DataContract } from '../contracts/data-contract.ts';
import type { QuarantineReason } from '../contracts/quarantine.ts';

export type ValueProblem = Extract<QuarantineReason, 'empty' | 'not-a-number' | 'infinite'>;

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^[+-]?(?:inf|infinity|∞)$/i;

/**
 * Reads a decimal number. Thousands separators, hexadecimal and units are not guessed at: '1,234' is 1.234 in one country and
 * 1234 in the next.
 */
export function parseValue(text: string | null, contract: DataContract): number | ValueProblem {
  const trimmed = text === null ? '' : text.trim();
  if (trimmed === '' || contract.missingValues.includes(trimmed)) return 'empty';
  if (contract.decimalComma && trimmed.includes('.')) return 'not-a-number';
  const decimal = contract.decimalComma ? trimmed.replace(',', '.') : trimmed;
  if (!DECIMAL.test(decimal)) return INFINITE.test(decimal) ? 'infinite' : 'not-a-number';
  const value = Number(decimal);
  if (!Number.isFinite(value)) return 'infinite';
  // Minus zero becomes zero: the two are equal, so which of them stands in silver would depend on the order of rows.
  return value + 0;
}
