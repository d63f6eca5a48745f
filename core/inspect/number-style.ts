import type { DataContract } from '../contracts/data-contract.ts';
import { shown } from '../contracts/visible.ts';
import { valueCounter } from '../ingest/formats.ts';
import { type NumberStyle, parseValue } from '../series/parse-value.ts';
import { HAS_DIGIT } from '../series/trouble/trouble.ts';
import { NUMBER_STYLES } from '../series/trouble/value-trouble.ts';
import type { TextRow } from './rows.ts';
import { type Doubt, undecided } from './undecided.ts';

export interface FoundStyle {
  readonly style: NumberStyle;
  readonly doubts: readonly Doubt[];
}

/** What the options say of the style; a field that is absent is for the file to say. */
export type AskedStyle = Partial<NumberStyle>;

interface Trial {
  readonly style: NumberStyle;
  read: number;
  /** Of all that was read: another wherever one value is another. */
  sum: number;
  readonly counter: ReturnType<typeof valueCounter>;
}

/**
 * How the values are written: by the one style that reads most of them and contradicts none.
 *
 * @throws SourceRefused where two read all of them, as different numbers
 */
export function numberStyleOf(
  rows: Iterable<TextRow>,
  { column, contract, asked }: { readonly column: string; readonly contract: DataContract; readonly asked: AskedStyle },
): FoundStyle {
  const styles = NUMBER_STYLES.filter((style) => isAsked(style, asked));
  const trials = styles.map((style): Trial => ({ style, read: 0, sum: 0, counter: counterOf(style, contract) }));
  const marked = new Set<string>();
  let numbers = 0;
  for (const { series, value: text, line } of rows) {
    for (const trial of trials) {
      if (numbers > ENOUGH && trial.read < BEHIND * numbers) continue;
      const value = parseValue(text, { ...contract, ...trial.style });
      if (typeof value !== 'number') continue;
      trial.counter.add(series, text, line);
      trial.read += 1;
      trial.sum += value * (1 + (line % 7));
    }
    if (HAS_DIGIT.test(text)) numbers += 1;
    if (marked.size < MARKED && /[.,]/.test(text)) marked.add(text);
  }
  const most = Math.max(...trials.map(({ read }) => read));
  const best = trials.filter(({ read, counter }) => read === most && counter.formats().length === 0);
  const [first, ...others] = best;
  // What no style reads without contradiction is said as a run says it.
  if (first === undefined) return { style: styles[0], doubts: [] };
  const rival = others.find(({ sum }) => sum !== first.sum);
  const isSettled = asked.thousandsSeparator !== undefined && asked.decimalComma !== undefined;
  if (rival !== undefined && !isSettled) throw ambiguous(column, [...marked], { contract, styles: best });
  const isAskedFor = Object.keys(asked).length > 0;
  return { style: first.style, doubts: isAskedFor ? [] : doubtsOf(first.style, [...marked]) };
}

const MARKED = 100;
/** A style that reads so few of so many texts with a digit is given up. */
const ENOUGH = 1000;
const BEHIND = 0.5;

function counterOf(style: NumberStyle, contract: DataContract) {
  return valueCounter({ contract: { ...contract, ...style } });
}

function isAsked(style: NumberStyle, asked: AskedStyle): boolean {
  const { thousandsSeparator = style.thousandsSeparator, decimalComma = style.decimalComma } = asked;
  return style.thousandsSeparator === thousandsSeparator && style.decimalComma === decimalComma;
}

function doubtsOf(style: NumberStyle, [text]: readonly string[]): readonly Doubt[] {
  const { decimalComma, thousandsSeparator } = style;
  if (text === undefined || (!decimalComma && thousandsSeparator === null)) return [];
  const field = thousandsSeparator === null ? 'contract.decimalComma' : 'contract.thousandsSeparator';
  return [{ field, says: `values are read by ${optionsOf(style)}: no other way reads as many without contradiction` }];
}

function ambiguous(
  column: string,
  texts: readonly string[],
  { contract, styles }: { readonly contract: DataContract; readonly styles: readonly Trial[] },
) {
  const valueBy = (text: string, style: NumberStyle) => parseValue(text, { ...contract, ...style });
  const text = texts.find((one) => new Set(styles.map(({ style }) => valueBy(one, style))).size > 1) ?? texts[0];
  // Of styles that read it as the same number, the plainest.
  const readings = new Map(styles.toReversed().map(({ style }) => [valueBy(text, style), optionsOf(style)]));
  const ways = [...readings].reverse().map(([value, options]) => `${value} (${options})`);
  return undecided({
    problem:
      `column '${shown(column)}': the values can be read in two ways, and nothing in the file says which is right: ` +
      `'${shown(text)}' is ${ways.join(', or ')}`,
    got: text,
    allowed: 'contract.thousandsSeparator and contract.decimalComma as they are meant',
    hint: `say which: ${[...readings.values()].reverse().join(', or ')}`,
  });
}

/** As the command line says it. */
function optionsOf({ decimalComma, thousandsSeparator }: NumberStyle): string {
  const quoted =
    thousandsSeparator === null || thousandsSeparator === '.' ? thousandsSeparator : `"${thousandsSeparator}"`;
  return `--thousands ${quoted ?? 'none'}${decimalComma ? ' --decimal-comma' : ''}`;
}
