import type { DataContract } from '../contracts/data-contract.ts';
import { parseValue } from '../series/parse-value.ts';
import { type CountedFormat, ROWS_OF_A_FORMAT } from './kinds.ts';

interface SeriesCount {
  /** Values like '1.287'. */
  grouped: number;
  /** Values of three digits or four, without the mark. */
  plain: number;
}

/**
 * Finds values whose decimal mark separates thousands: '1.287' after '999'. They are read, and wrongly: no row is refused for them. It is so
 * where the mark stands before three digits whenever it stands, never behind a zero, no number has four digits in a row (or none five, where
 * the mark begins with '10.000', as in Spain and Poland), and the same series has both such numbers and numbers of three digits or four.
 */
export function suspectedThousands(contract: DataContract) {
  const { decimalComma } = contract;
  const mark = decimalComma ? ',' : '.';
  const grouped = decimalComma ? /^[+-]?[1-9]\d{0,2},\d{3}$/ : /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
  const countOf = countsBySeries();
  let first: { readonly line: number; readonly text: string } | undefined;
  let isOtherwise = false;
  let leastGrouped = Infinity;
  let mostPlain = 0;
  return {
    /** A value that was read as a number. */
    add(series: string, value: number, { text, line }: { readonly text: string; readonly line: number }): void {
      if (isOtherwise) return;
      if (text.includes(mark)) {
        if (grouped.test(text.trim())) {
          first ??= { line, text: text.trim() };
          countOf(series).grouped += 1;
          leastGrouped = Math.min(leastGrouped, 1000 * Math.abs(value));
        } else isOtherwise = true;
      } else if (Math.abs(value) >= 100) {
        countOf(series).plain += 1;
        mostPlain = Math.max(mostPlain, Math.abs(value));
      }
      if (mostPlain >= 10_000 || (mostPlain >= 1000 && leastGrouped < 10_000)) isOtherwise = true;
    },
    found(): CountedFormat | undefined {
      if (isOtherwise || first === undefined) return undefined;
      const both = countOf.all().filter((count) => count.grouped > 0 && count.plain > 0);
      const rows = both.reduce((sum, count) => sum + count.grouped, 0);
      const plain = both.reduce((sum, count) => sum + count.plain, 0);
      if (rows < ROWS_OF_A_FORMAT || plain < ROWS_OF_A_FORMAT) return undefined;
      return { ...first, rows, ...asThousands(first.text, contract) };
    },
  };
}

/** Rows of one series stand together in most files. */
function countsBySeries() {
  const bySeries = new Map<string, SeriesCount>();
  let last: { readonly series: string; readonly count: SeriesCount } | undefined;
  const countOf = (series: string): SeriesCount => {
    if (last?.series === series) return last.count;
    const count = bySeries.get(series) ?? { grouped: 0, plain: 0 };
    bySeries.set(series, count);
    last = { series, count };
    return count;
  };
  return Object.assign(countOf, { all: () => [...bySeries.values()] });
}

function asThousands(text: string, contract: DataContract): Pick<CountedFormat, 'has' | 'remedies'> {
  const decimalComma = !contract.decimalComma;
  const mark = decimalComma ? '.' : ',';
  const remedy = {
    field: `contract.thousandsSeparator '${mark}' and contract.decimalComma ${decimalComma}`,
    reads: String(parseValue(text, { ...contract, decimalComma, thousandsSeparator: mark })),
    givesUp: undefined,
  };
  const name = decimalComma ? 'a point' : 'a comma';
  return {
    has: `${name} before three digits, as between thousands, where the others are smaller`,
    remedies: [remedy],
  };
}
