import type { Dataset } from '../contracts/dataset.ts';
import type { PlatformError } from '../contracts/errors.ts';
import { remedyText } from '../series/trouble/trouble.ts';
import { type Format, type Formats } from './formats.ts';
import type { Midnights } from './local-midnights.ts';
import { refusal } from './refusal.ts';

/** What a delivery is refused for, in the words of the message. */
export interface RefusedFormat {
  /** '34 of 731 values have a comma before three digits'. */
  readonly problem: string;
  readonly column: string | undefined;
  readonly rows: number;
  readonly line: number;
  readonly text: string;
  /** How it would be read, or is to be written. */
  readonly remedy: string;
}

type Columns = Pick<Dataset, 'columns' | 'frequency'>;

/** Of a delivery, the formats that the contract does not read; the commonest first. */
export function refusedFormats({ rows, refused, midnights }: Formats, dataset: Columns): readonly RefusedFormat[] {
  const formats = refused.map((format) => ofFormat(format, rows, dataset));
  return midnights === undefined ? formats : [...formats, ofMidnights(midnights, rows, dataset)];
}

/** The one error for all of them. */
export function formatRefusal(file: string, [first, ...others]: readonly RefusedFormat[]): PlatformError {
  const also = others.map(({ problem, line, text }) => `; ${problem} (line ${line}: '${text}')`);
  return refusal({
    file,
    line: first.line,
    ...(first.column === undefined ? {} : { column: first.column }),
    rule: `${first.problem}${also.join('')}: that is a format and no bad rows, so nothing of the delivery is read`,
    got: first.text,
    hint: `${[...new Set([first, ...others].map(({ remedy }) => remedy))].join('; ')}. Once the contract reads it, the next run does so, as long as the file lies in the landing bucket`,
  });
}

const NOUNS = { timestamp: 'timestamps', value: 'values', record: 'records' } as const;

const WRITE = {
  timestamp:
    'write dates as 2012-03-04, times as 2012-03-04T05:00:00+01:00, weeks as 2012-W03, months as 2012-03, quarters as 2012-Q1',
  value: 'write plain numbers: 1287.5',
  record:
    'put values that have the delimiter in them between quotes, or separate the fields by another one; where all rows have one more, name every column in the header',
} as const;

function ofFormat({ column, has, remedies, ...format }: Format, rows: number, { columns }: Columns): RefusedFormat {
  const ways = remedies.map((remedy) => remedyText(remedy, format.text));
  return {
    problem: `${format.rows} of ${rows} ${NOUNS[column]} have ${has}`,
    column: column === 'record' ? undefined : columns[column === 'value' ? 'target' : 'timestamp'],
    rows: format.rows,
    line: format.line,
    text: format.text,
    remedy: ways.length === 0 ? WRITE[column] : ways.join(', or '),
  };
}

function ofMidnights(midnights: Midnights, rows: number, { columns, frequency }: Columns): RefusedFormat {
  const { timeZone } = midnights;
  return {
    problem: `${midnights.rows} of ${rows} timestamps are ${midnights.seen}, which is no date of a series by the ${frequency}`,
    column: columns.timestamp,
    rows: midnights.rows,
    line: midnights.line,
    text: midnights.text,
    remedy:
      timeZone === undefined
        ? 'they are of no one zone: write the dates alone, as 2012-03-04'
        : `contract.timeZone '${timeZone}', or whichever zone's midnights they are; where they are none, write the dates alone, as 2012-03-04, or let each be of the ${frequency} that it lies in (contract.aggregate 'last')`,
  };
}
