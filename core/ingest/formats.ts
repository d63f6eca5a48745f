import type { Dataset } from '../contracts/dataset.ts';
import { parseTimestamp } from '../series/parse-timestamp.ts';
import { parseValue } from '../series/parse-value.ts';
import { timestampReading } from '../series/timestamp-reading.ts';
import { timestampTrouble } from '../series/trouble/timestamp-trouble.ts';
import { formOf, HAS_DIGIT, type Remedy, type Trouble } from '../series/trouble/trouble.ts';
import { valueTrouble } from '../series/trouble/value-trouble.ts';
import { type CountedFormat, kindCounter } from './kinds.ts';
import { type Midnights, midnightCounter } from './local-midnights.ts';
import type { DatedRows } from './observations.ts';
import { suspectedThousands } from './suspected-thousands.ts';

export interface Format extends CountedFormat {
  readonly column: 'timestamp' | 'value' | 'record';
}

/** What a delivery was found to be written like. */
export interface Formats {
  readonly rows: number;
  /** What the contract does not read, the commonest first. */
  readonly refused: readonly Format[];
  readonly midnights: Midnights | undefined;
}

type Reader = Pick<Dataset, 'frequency' | 'contract'>;

/** Counts what a delivery's refused texts look like, row by row, and says in the end which of them are formats (decision 0021). */
export function formatCounter(dataset: Reader) {
  const timestamps = timestampCounter(dataset);
  const values = valueCounter(dataset);
  const records = kindCounter();
  let rows = 0;
  return {
    add({ text, instantsMs }: DatedRows): void {
      rows += text.rows;
      for (let row = 0; row < text.rows; row++) {
        const record = text.record[row];
        const line = text.line[row];
        if (record !== null) {
          records.refuse(recordTrouble(record), record, line);
          continue;
        }
        const timestamp = text.timestamp[row] ?? '';
        timestamps.add(timestamp, instantsMs[row], line);
        // A heading that is repeated, or units below it, is no value.
        if (Number.isNaN(instantsMs[row]) && !HAS_DIGIT.test(timestamp)) continue;
        values.add(text.uniqueId[row] ?? '', text.value[row] ?? '', line);
      }
    },
    found(): Formats {
      const refused: readonly Format[] = [
        ...timestamps.formats().map((format) => ({ column: 'timestamp' as const, ...format })),
        ...values.formats().map((format) => ({ column: 'value' as const, ...format })),
        ...records.formats().map((format) => ({ column: 'record' as const, ...format })),
      ];
      return { rows, refused: refused.toSorted((a, b) => b.rows - a.rows), midnights: timestamps.midnights() };
    },
  };
}

function timestampCounter(dataset: Reader) {
  const { dateOrder, aggregate } = dataset.contract;
  const reading = timestampReading(dataset);
  const otherOrder = { ...reading, dateOrder: dateOrder === 'day-first' ? 'month-first' : 'day-first' } as const;
  const kinds = kindCounter();
  const midnights = midnightCounter(reading, aggregate);
  return {
    add(text: string, instantMs: number, line: number): void {
      if (Number.isNaN(instantMs)) {
        kinds.refuse(timestampTrouble(text, reading), text, line);
        return;
      }
      midnights.add(text, instantMs, line);
      if (dateOrder !== 'iso' && typeof parseTimestamp(text, otherOrder) === 'string') kinds.keepsToItsWay();
    },
    formats: () => kinds.formats(),
    midnights: () => midnights.found(),
  };
}

/** Of the values alone. */
export function valueCounter({ contract }: Pick<Reader, 'contract'>) {
  const kinds = kindCounter();
  const thousands = suspectedThousands(contract);
  const decimalMark = contract.decimalComma ? ',' : '.';
  let numbers = 0;
  return {
    add(series: string, text: string, line: number): void {
      const value = parseValue(text, contract);
      if (value === 'not-a-number') kinds.refuse(valueTrouble(text, contract), text, line);
      if (typeof value !== 'number') return;
      numbers += 1;
      if (text.includes(decimalMark)) kinds.keepsToItsWay();
      thousands.add(series, value, { text, line });
    },
    formats(): readonly CountedFormat[] {
      const misread = thousands.found();
      if (numbers === 0) return kinds.formats().map(ofNoNumbers);
      return misread === undefined ? kinds.formats() : [...kinds.formats(), misread];
    },
  };
}

/** Without these, too, there would be none. */
function ofNoNumbers(format: CountedFormat): CountedFormat {
  const isMarker = format.remedies.some(({ reads }) => reads === undefined);
  return isMarker ? { ...format, remedies: [ANOTHER_COLUMN] } : format;
}

const ANOTHER_COLUMN = {
  field: 'another column in columns.target: this one has no number in any row',
  reads: undefined,
  givesUp: undefined,
} as const satisfies Remedy;

/** A value with the delimiter in it has one field more: '2012-03-04,1,287'. */
function recordTrouble(record: string): Trouble {
  const kind = HAS_DIGIT.test(record) ? `form ${formOf(record)}` : undefined;
  return { kind, has: 'another number of fields than the header', remedies: [] };
}
