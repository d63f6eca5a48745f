import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataContract } from '../../../core/contracts/data-contract.ts';
import { refusedFormats } from '../../../core/ingest/format-refusal.ts';
import { formatCounter } from '../../../core/ingest/formats.ts';
import { datedRows } from '../../../core/ingest/observations.ts';
import type { TextRows } from '../../../core/ingest/text-rows.ts';
import { parseValue } from '../../../core/series/parse-value.ts';
import { DAILY } from '../../support/dataset.ts';

const DAY_MS = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Row {
  readonly date: string;
  readonly value: string;
}

function textRows(rows: readonly Row[]): TextRows {
  return {
    rows: rows.length,
    line: Float64Array.from(rows, (_, row) => row + 2),
    uniqueId: rows.map(() => 'a'),
    timestamp: rows.map(({ date }) => date),
    value: rows.map(({ value }) => value),
    record: rows.map(() => null),
    regressors: rows.map(() => null),
  };
}

/** Every row as it is read: NaN where it is refused. undefined where the delivery is, as a whole. */
function readingOf(rows: readonly Row[], contract: DataContract) {
  const dataset = { ...DAILY, contract };
  const counter = formatCounter(dataset);
  const dated = datedRows(textRows(rows), dataset);
  counter.add(dated);
  if (refusedFormats(counter.found(), dataset).length > 0) return undefined;
  const values = rows.map(({ value }) => parseValue(value, contract));
  return { instantsMs: dated.instantsMs, values: values.map((value) => (typeof value === 'number' ? value : NaN)) };
}

const contracts: fc.Arbitrary<DataContract> = fc
  .record({
    decimalComma: fc.boolean(),
    thousandsSeparator: fc.constantFrom(null, ' ' as const, "'" as const),
    dateOrder: fc.constantFrom('iso' as const, 'day-first' as const, 'month-first' as const),
  })
  .map((fields) => ({ ...DAILY.contract, min: undefined, max: undefined, ...fields }));

/** Forty days of a shop: some below a thousand, some above, some with cents. */
const amounts = fc
  .tuple(
    fc.array(fc.integer({ min: 100, max: 999 }), { minLength: 20, maxLength: 20 }),
    fc.array(fc.integer({ min: 1001, max: 2_000_000 }), { minLength: 20, maxLength: 20 }),
    fc.constantFrom(0, 0.25),
  )
  .map(([small, large, cents]) => [...small, ...large].map((amount) => amount + cents));

const LOCALES = ['en-US', 'de-DE', 'de-CH', 'fr-FR', 'en-IN', 'sv-SE', 'es-ES'];

describe('whatever the contract and the way of writing', () => {
  it('a value is read as it was meant, or refused', () => {
    fc.assert(
      fc.property(amounts, fc.constantFrom(...LOCALES), contracts, (values, locale, contract) => {
        const rows = values.map((value, day) => ({
          date: new Date(day * DAY_MS).toISOString().slice(0, 10),
          value: value.toLocaleString(locale),
        }));
        const read = readingOf(rows, contract);
        if (read === undefined) return;
        expect(read.values).toEqual(values);
      }),
    );
  });

  it('a date is read as it was meant, or refused', () => {
    const forms: readonly ((day: number, month: number, year: number) => string)[] = [
      (day, month, year) => `${day}/${month}/${year}`,
      (day, month, year) => `${month}/${day}/${year}`,
      (day, month, year) => `${day}.${month}.${String(year).slice(2)}`,
      (day, month, year) => `${month}-${day}-${String(year).slice(2)}`,
      (day, month, year) => `${day}-${MONTHS[month - 1]}-${String(year).slice(2)}`,
      (day, month, year) => `${MONTHS[month - 1]} ${day}, ${year}`,
      (day, month, year) => `${year}/${month}/${day}`,
      (day, month, year) => `${year * 10_000 + month * 100 + day}`,
    ];
    const firstDays = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(firstDays, fc.constantFrom(...forms), contracts, (first, form, contract) => {
        const days = Array.from({ length: 40 }, (_, day) => (first + day) * DAY_MS);
        const rows = days.map((dayMs) => {
          const date = new Date(dayMs);
          return { date: form(date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCFullYear()), value: '1' };
        });
        const read = readingOf(rows, contract);
        if (read === undefined) return;
        expect([...read.instantsMs]).toEqual(days);
      }),
    );
  });
});
