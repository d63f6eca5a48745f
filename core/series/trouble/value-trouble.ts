import type { DataContract } from '../../contracts/data-contract.ts';
import { type NumberStyle, parseValue } from '../parse-value.ts';
import { formOf, HAS_DIGIT, LONGEST_FORM, type Remedy, type Trouble } from './trouble.ts';

const SEPARATOR_NAMES = { ',': 'a comma', '.': 'a point', ' ': 'a space', "'": 'an apostrophe' } as const;

/** How numbers are written, the likelier way of reading a text first. */
export const NUMBER_STYLES: readonly NumberStyle[] = [
  ...([null, ',', ' ', "'"] as const).map((thousandsSeparator) => ({ decimalComma: false, thousandsSeparator })),
  ...([null, '.', ' ', "'"] as const).map((thousandsSeparator) => ({ decimalComma: true, thousandsSeparator })),
];

const OTHER_DIGIT = /[^\P{Nd}0-9]/u;
/** '#DIV/0!' */
const SPREADSHEET_ERROR = /^#[A-Z]/;
const CURRENCY = /\p{Sc}|\b(?:USD|EUR|GBP|CHF|JPY|INR|CNY|AUD|CAD|SEK|NOK|DKK|PLN|BRL)\b/u;

/** Why the contract does not read a value as a number, and the fields by which it would. */
export function valueTrouble(text: string, contract: DataContract): Trouble {
  const trimmed = text.trim();
  const styles = nearest(
    NUMBER_STYLES.filter((style) => typeof parseValue(trimmed, { ...contract, ...style }) === 'number'),
    contract,
  );
  if (styles.length > 0) {
    const remedies = styles.map((style) => remedyOf(trimmed, style, contract));
    return { kind: 'number', has: numberHas(trimmed, styles, contract), remedies };
  }
  if (!HAS_DIGIT.test(trimmed) || SPREADSHEET_ERROR.test(trimmed)) return markerTrouble(trimmed);
  return { kind: `form ${formOf(trimmed)}`, has: otherHas(trimmed), remedies: [] };
}

/** Those that change the fewest fields of the contract. */
function nearest(styles: readonly NumberStyle[], contract: DataContract): readonly NumberStyle[] {
  const changes = styles.map((style) => changedFields(style, contract).length);
  return styles.filter((_, index) => changes[index] === Math.min(...changes));
}

function changedFields(style: NumberStyle, contract: NumberStyle): readonly (keyof NumberStyle)[] {
  return (['decimalComma', 'thousandsSeparator'] as const).filter((field) => style[field] !== contract[field]);
}

function remedyOf(text: string, style: NumberStyle, contract: DataContract): Remedy {
  const fields = changedFields(style, contract).map((field) => `contract.${field} ${literal(style[field])}`);
  const { decimalComma } = style;
  return {
    field: fields.join(' and '),
    reads: String(parseValue(text, { ...contract, ...style })),
    givesUp: decimalComma === contract.decimalComma ? undefined : 'the decimal mark',
  };
}

function literal(value: NumberStyle[keyof NumberStyle]): string {
  return typeof value === 'string' ? (value === "'" ? `"'"` : `'${value}'`) : String(value);
}

function numberHas(text: string, styles: readonly NumberStyle[], contract: DataContract): string {
  const [{ decimalComma, thousandsSeparator }] = styles;
  if (styles.length > 1 && thousandsSeparator !== null && text.includes(','))
    return `${SEPARATOR_NAMES[thousandsSeparator]} before three digits`;
  const decimal = decimalComma === contract.decimalComma ? [] : [decimalComma ? 'a decimal comma' : 'a decimal point'];
  const groups = thousandsSeparator === null || thousandsSeparator === contract.thousandsSeparator;
  const thousands = groups ? [] : [`${SEPARATOR_NAMES[thousandsSeparator]} between thousands`];
  const has = [...decimal, ...thousands].join(' and ');
  return has === '' ? 'no separator that the contract names' : has;
}

function markerTrouble(text: string): Trouble {
  if (text.length > LONGEST_FORM) return { kind: undefined, has: 'no digit', remedies: [] };
  const quoted = text.includes("'") ? `"${text}"` : `'${text}'`;
  return {
    kind: `text ${text}`,
    has: `the text '${text}' and no number`,
    remedies: [
      {
        field: `contract.missingValues ${quoted}, if it means no value`,
        reads: undefined,
        givesUp: undefined,
      },
    ],
  };
}

/** Named, not guessed at: what they would be read as is for the file to say. */
function otherHas(text: string): string {
  if (OTHER_DIGIT.test(text)) return 'digits of another script than 0 to 9';
  if (CURRENCY.test(text)) return 'a currency sign';
  if (/[%‰]/.test(text)) return 'a percent sign';
  if (/^\(.*\)$/.test(text)) return 'brackets around a number';
  if (/\d[-−]$/.test(text)) return 'a sign behind the number';
  if (/\p{L}/u.test(text)) return 'letters beside the number';
  return `the form '${formOf(text)}'`;
}
