import type { DataContract } from '../contracts/data-contract.ts';
import type { QuarantineReason } from '../contracts/quarantine.ts';

export type ValueProblem = Extract<QuarantineReason, 'empty' | 'not-a-number' | 'infinite'>;

/** How numbers are written. */
export type NumberStyle = Pick<DataContract, 'decimalComma' | 'thousandsSeparator'>;

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^[+-]?(?:inf|infinity|∞)$/i;

/** Groups of three digits, by what the contract says stands between them: spaces and apostrophes of typesetters are the same to it. */
const GROUPS: Readonly<Record<NonNullable<NumberStyle['thousandsSeparator']>, RegExp>> = {
  // '12,34,567': lakh and crore are groups of two digits.
  ',': /^[+-]?[1-9](?:\d{0,2}(?:,\d{3})+|\d?(?:,\d{2})+,\d{3})(?!\d)/,
  '.': groupsBy('\\.'),
  ' ': groupsBy('[ \u00a0\u2009\u202f]'),
  "'": groupsBy("['’]"),
};

function groupsBy(separator: string): RegExp {
  return new RegExp(`^[+-]?[1-9]\\d{0,2}(?:${separator}\\d{3})+(?!\\d)`);
}

/**
 * Reads a decimal number. A thousands separator is read where the contract names one, between groups of three digits and nowhere else.
 * What the contract does not name, hexadecimal and units are not guessed at: '1,234' is 1.234 in one country and 1234 in the next.
 */
export function parseValue(text: string | null, contract: DataContract): number | ValueProblem {
  const trimmed = text === null ? '' : text.trim();
  if (trimmed === '' || contract.missingValues.includes(trimmed)) return 'empty';
  const decimal = plainNumber(trimmed, contract);
  if (decimal === undefined || !DECIMAL.test(decimal)) return INFINITE.test(trimmed) ? 'infinite' : 'not-a-number';
  const value = Number(decimal);
  if (!Number.isFinite(value)) return 'infinite';
  // Minus zero becomes zero: the two are equal, so which of them stands in silver would depend on the order of rows.
  return value + 0;
}

const MINUS = '−'.charCodeAt(0);

/** The number with a decimal point and nothing between its digits; undefined where it has the other decimal mark. */
function plainNumber(text: string, { decimalComma, thousandsSeparator }: NumberStyle): string | undefined {
  const signed = text.charCodeAt(0) === MINUS ? `-${text.slice(1)}` : text;
  const joined = thousandsSeparator === null ? signed : withoutGroups(signed, thousandsSeparator);
  if (!decimalComma) return joined;
  return joined.includes('.') ? undefined : joined.replace(',', '.');
}

function withoutGroups(text: string, separator: keyof typeof GROUPS): string {
  const groups = GROUPS[separator].exec(text)?.[0];
  return groups === undefined ? text : groups.replaceAll(/[^\d+-]/g, '') + text.slice(groups.length);
}
