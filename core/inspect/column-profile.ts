import type { DataContract } from '../contracts/data-contract.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import { parseValue } from '../series/parse-value.ts';
import { NUMBER_STYLES } from '../series/trouble/value-trouble.ts';

/** What the file says of a column's type: text may be anything. */
export type ColumnKind = 'text' | 'number' | 'unreadable';

/** What a column of a file holds, as far as its texts show. */
export interface ColumnProfile {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Rows with a text, and not one that means no value. */
  readonly filled: number;
  readonly empty: number;
  /** Different texts; beyond MOST_DISTINCT not counted. */
  readonly distinct: number;
  /** Some of them, trimmed, in the order of rows. */
  readonly texts: readonly string[];
  /** Of these, the share that are dates in any order of day and month. */
  readonly dates: number;
  /** Of these, the share that are numbers by any decimal mark and separator. */
  readonly numbers: number;
  /** Of these, whether all are digits, as years and '20120304' are. */
  readonly areDigits: boolean;
  /** Whether it numbers the rows, from 0 or 1 on. */
  readonly numbersRows: boolean;
}

const MOST_DISTINCT = 20_000;
/** Texts that are looked at: the first, and then some of all others. */
const FIRST_TEXTS = 300;
const MOST_TEXTS = 3000;
const STRIDE = 97;

export function columnProfiler(
  name: string,
  kind: ColumnKind,
  contract: DataContract,
): { add(text: string | null): void; profile(): ColumnProfile } {
  const distinct = new Set<string>();
  const texts = new Set<string>();
  let [filled, empty, runs] = [0, 0, 0];
  let previous = NaN;
  return {
    add(cell) {
      const text = cell?.trim() ?? '';
      if (text === '' || contract.missingValues.includes(text)) {
        empty += 1;
        return;
      }
      filled += 1;
      if (distinct.size < MOST_DISTINCT) distinct.add(text);
      if (texts.size < FIRST_TEXTS || (filled % STRIDE === 0 && texts.size < MOST_TEXTS)) texts.add(text);
      const value = Number(text);
      if (filled === 1 ? value === 0 || value === 1 : value === previous + 1) runs += 1;
      previous = value;
    },
    profile() {
      const all = [...texts];
      return {
        name,
        kind,
        filled,
        empty,
        distinct: distinct.size,
        texts: all,
        dates: shareOf(all, isDate),
        numbers: shareOf(all, (text) => isNumber(text, contract)),
        areDigits: all.every((text) => /^\d+(?:\.0)?$/.test(text)),
        numbersRows: filled >= 3 && runs === filled && empty === 0,
      };
    },
  };
}

function shareOf(texts: readonly string[], is: (text: string) => boolean): number {
  return texts.length === 0 ? 0 : texts.filter(is).length / texts.length;
}

/** By the frequencies between them every form is read that any is: '2004/05' is a month by the month, and a year from one to the next by the year. */
export function isDate(text: string): boolean {
  return readsInOrder(text, 'day-first') || readsInOrder(text, 'month-first');
}

export function readsInOrder(text: string, dateOrder: DataContract['dateOrder']): boolean {
  return (['year', 'month'] as const).some(
    (frequency) => typeof parseTimestamp(text, { dateOrder, frequency, zone: null }) === 'number',
  );
}

export function isNumber(text: string, contract: DataContract): boolean {
  return NUMBER_STYLES.some((style) => typeof parseValue(text, { ...contract, ...style }) === 'number');
}
