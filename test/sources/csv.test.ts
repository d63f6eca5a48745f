import { describe, expect, it } from '@jest/globals';
import { PlatformError } from '../../core/contracts/errors.ts';
import type { TextRows } from '../../core/ingest/text-rows.ts';
import { readCsv } from '../../sources/csv.ts';
import { cutter } from '../../sources/lines.ts';
import { csvRows } from '../support/csv-rows.ts';
import { DAILY } from '../support/dataset.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function read(content: string | Uint8Array, dataset = DAILY): unknown[][] {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  return csvRows(bytes, { file: 'a.csv', partition: {} }, dataset).flatMap(rowsOf);
}

function rowsOf({ rows, line, uniqueId, timestamp, value, record }: TextRows): unknown[][] {
  return Array.from({ length: rows }, (_, i) => [line[i], uniqueId[i], timestamp[i], value[i], record[i]]);
}

function errorOf(content: string | Uint8Array): PlatformError {
  try {
    read(content);
  } catch (error) {
    if (error instanceof PlatformError) return error;
    throw error;
  }
  throw new Error('it was read without an error');
}

const HEADER = 'station,date,temp\n';
const seattle = (line: number, date = '2012-01-01', value = '5') => [line, 'seattle', date, value, null];

describe('the rows of a CSV file', () => {
  it('picks the columns by name and keeps every cell as text', () => {
    expect(read('wind,temp,date,station\n1,05.10,1/2/2012,seattle\n')).toEqual([
      [2, 'seattle', '1/2/2012', '05.10', null],
    ]);
  });

  it('keeps the regressors by name, empty ones too, and refuses a file without one of them', () => {
    const dataset = { ...DAILY, regressors: ['promo', 'price'] };
    const content = 'station,date,temp,price,promo\nseattle,2012-01-01,5,1.50,\nbroken\n';
    const [rows] = csvRows(bytesOf(content), { file: 'a.csv', partition: {} }, dataset);
    expect(rows.regressors).toEqual(['{"promo":"","price":"1.50"}', null]);
    expect(() => csvRows(bytesOf(`${HEADER}a,2012-01-01,5\n`), { file: 'a.csv', partition: {} }, dataset)).toThrow(
      "the columns 'promo', 'price' are missing",
    );
    const [plain] = csvRows(bytesOf(`${HEADER}a,2012-01-01,5\n`), { file: 'a.csv', partition: {} }, DAILY);
    expect(plain.regressors).toEqual([null]);
  });

  it('names the series by the target where there is no id column', () => {
    const dataset = { ...DAILY, columns: { timestamp: 'date', target: 'temp' } };
    expect(read('date,temp\n2012-01-01,5\n', dataset)).toEqual([[2, 'temp', '2012-01-01', '5', null]]);
  });

  it('reads quoted cells with delimiters, doubled quotes and line breaks, and counts the lines they take', () => {
    const text = `${HEADER}"sea,ttle","2012-01-01","5"\n"a ""b""\r\nc",2012-01-02,6\nseattle,2012-01-03,7\n`;
    expect(read(text)).toEqual([
      [2, 'sea,ttle', '2012-01-01', '5', null],
      [3, 'a "b"\r\nc', '2012-01-02', '6', null],
      [5, 'seattle', '2012-01-03', '7', null],
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('reads lines that end in %j', (end) => {
    expect(read(['station,date,temp', 'seattle,2012-01-01,5', 'seattle,2012-01-02,6', ''].join(end))).toEqual([
      seattle(2),
      seattle(3, '2012-01-02', '6'),
    ]);
  });

  it('reads a file that mixes line ends', () => {
    expect(read('station,date,temp\r\nseattle,2012-01-01,5\nseattle,2012-01-02,6\r\n')).toEqual([
      seattle(2),
      seattle(3, '2012-01-02', '6'),
    ]);
  });

  it('reads past a byte order mark', () => {
    expect(read(`\ufeff${HEADER}seattle,2012-01-01,5`)).toEqual([seattle(2)]);
  });

  it('passes over blank lines, and its line numbers stay those of the file', () => {
    expect(read(`\n\n${HEADER}\nseattle,2012-01-01,5\n   \nseattle,2012-01-02,6\n\n\n`)).toEqual([
      seattle(5),
      seattle(7, '2012-01-02', '6'),
    ]);
  });

  it('passes over lines of nothing but delimiters, as spreadsheets leave them', () => {
    expect(read(`,,\n${HEADER}seattle,2012-01-01,5\n,,\n , ,\n`)).toEqual([seattle(3)]);
  });

  it('passes over the line that tells Excel the delimiter', () => {
    expect(read(`sep=;\n${HEADER}seattle,2012-01-01,5\n`.replaceAll(',', ';'))).toEqual([seattle(3)]);
    expect(read(`SEP=,\n${HEADER}seattle,2012-01-01,5\n`)).toEqual([seattle(3)]);
  });

  it('accepts a trailing empty column, in the header, in the rows, or in both', () => {
    expect(read('station,date,temp,\nseattle,2012-01-01,5,\n')).toEqual([seattle(2)]);
    expect(read('station,date,temp\nseattle,2012-01-01,5,\n')).toEqual([seattle(2)]);
    expect(read('station,date,temp,\nseattle,2012-01-01,5\n')).toEqual([seattle(2)]);
  });

  it.each([';', '\t', '|'])('reads the delimiter %j', (delimiter) => {
    expect(read(`${HEADER}seattle,2012-01-01,5\nseattle,2012-01-01,\n`.replaceAll(',', delimiter))).toEqual([
      seattle(2),
      seattle(3, '2012-01-01', ''),
    ]);
  });

  it('keeps empty cells between tabs apart', () => {
    expect(read('station\tdate\twind\ttemp\nseattle\t2012-01-01\t\t5\n')).toEqual([seattle(2)]);
  });

  it('trims white space around cells, before quotes too', () => {
    expect(read('"station", "date", "temp"\nseattle , "2012-01-01", 5\n')).toEqual([seattle(2)]);
  });

  it('keeps the raw text of a record with too few or too many fields', () => {
    expect(read(`${HEADER}seattle,2012-01-01\n"x\ny",2012-01-02,6,7\r\nseattle,2012-01-03,8\n`)).toEqual([
      [2, null, null, null, 'seattle,2012-01-01'],
      [3, null, null, null, '"x\ny",2012-01-02,6,7'],
      seattle(5, '2012-01-03', '8'),
    ]);
  });

  it('reads a quote inside an unquoted cell as itself', () => {
    expect(read(`station,note,date,temp\nseattle,5" pipe,2012-01-01,5\n`)).toEqual([seattle(2)]);
  });

  it('gives no rows for a header alone', () => {
    expect(read(HEADER)).toEqual([]);
  });

  it('refuses an empty file, and one of blank lines only', () => {
    for (const text of ['', '\n\n', '\ufeff']) {
      expect(errorOf(text).name).toBe('SourceRefused');
      expect(errorOf(text).message).toMatch(/^a\.csv, line 1: the file is empty; allowed: .*; hint: /);
    }
  });

  it('refuses a row that is longer than one may be: likely a quote that never closes', () => {
    const { name, message } = errorOf(`${HEADER}seattle,2012-01-01,"${'5\n'.repeat(2 ** 20)}`);
    expect(name).toBe('SourceRefused');
    expect(message).toMatch(/^a\.csv, line 2: a row is longer than it may be; allowed: at most 1048576 characters/);
  });

  it('refuses bytes that are not UTF-8, naming the line and showing it', () => {
    const text = Buffer.from(`${HEADER}seattle,2012-01-01,5\nzürich,2012-01-01,5\n`, 'latin1');
    expect(errorOf(text).message).toBe(
      "a.csv, line 3: the encoding is unknown: these bytes are not UTF-8; got 'zürich,2012-01-01,5'; allowed: UTF-8; " +
        'hint: it is likely Windows-1252 or Latin-1; convert it: iconv -f WINDOWS-1252 -t UTF-8',
    );
  });

  it('refuses a quote that is never closed, naming the line that opens it', () => {
    const text = `${HEADER}"se\nattle",2012-01-01,5\nseattle,"2012-01-02,6\nseattle,2012-01-03,7\n`;
    expect(errorOf(text).message).toContain(
      `a.csv, line 4: a quote opens here and is never closed; got 'seattle,"2012-01-02,6'`,
    );
  });

  it('refuses a quote that the header leaves open', () => {
    expect(errorOf('station,"date,temp\n').message).toContain('a.csv, line 1: a quote opens here and is never closed');
  });

  it('names the line of a header that blank lines precede', () => {
    expect(errorOf('\n\nstation,date,tmp\n').message).toContain("a.csv, line 3, column 'temp': the column is missing");
  });

  it('reads a file of many pieces as one', () => {
    const note = 'x'.repeat(500);
    const rows = Array.from({ length: 15_000 }, (_, i) => `s${i % 7},2012-01-01,${i},${note}`);
    rows[12_000] = '"s\n0",2012-01-01,"x"';
    const content = bytesOf(`station,date,temp,note\n${rows.join('\n')}`);
    const parts = csvRows(content, { file: 'a.csv', partition: {} }, DAILY);
    expect(parts.length).toBe(2);
    const all = parts.flatMap(rowsOf);
    expect(all[11_999]).toEqual([12_001, 's1', '2012-01-01', '11999', null]);
    expect(all[12_000]).toEqual([12_002, null, null, null, '"s\n0",2012-01-01,"x"']);
    expect(all[14_999]).toEqual([15_002, 's5', '2012-01-01', '14999', null]);
  });
});

/** As `readCsv` reads bytes that come in chunks of a size. */
async function streamed(bytes: Uint8Array, size: number): Promise<unknown[][]> {
  async function* chunks() {
    for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
  }
  const found: unknown[][] = [];
  for await (const rows of readCsv(chunks, { file: 'a.csv', partition: {} }, DAILY))
    for (const row of rowsOf(rows)) found.push(row);
  return found;
}

describe('readCsv', () => {
  it.each([
    ['quotes over lines', `${HEADER}"s\n""1""",2012-01-01,5\r\ns2,2012-01-02,6`],
    [
      'a mark at the beginning, and letters of several bytes',
      `\ufeff${HEADER}Z\u00fcrich,2012-01-01,5\n\u6771\u4eac,2012-01-01,6\n`,
    ],
    ['lines of an old Mac', 'station,date,temp\rs1,2012-01-01,5\rs2,2012-01-01,6\r'],
    ['blank lines before the header', `\n\n\n\n\n\n\n\n${HEADER}s1,2012-01-01,5\n`],
  ])('gives the same rows however the bytes come: %s', async (_, text) => {
    const bytes = bytesOf(text);
    const whole = read(bytes);
    expect(whole.length).toBeGreaterThan(0);
    for (const size of [3, 4, 5, 16, 1000]) expect(await streamed(bytes, size)).toEqual(whole);
  });

  it('says in which line of the file bytes are no UTF-8, in a piece that is not the first', async () => {
    const lines = Array.from({ length: 200_000 }, (_, i) => `s${i % 7},2012-01-01,${i}.25`);
    const bytes = bytesOf(`${HEADER}${lines.join('\n')}\n`);
    bytes[bytes.length - 3] = 0xff;
    await expect(streamed(bytes, 2 ** 20)).rejects.toThrow('a.csv, line 200001: the encoding is unknown');
  });

  it('cuts a file with a stray quote in pieces all the same', async () => {
    const note = 'x'.repeat(500);
    const lines = Array.from({ length: 25_000 }, (_, i) => `s${i % 7},2012-01-01,${i},${i === 3 ? '5" pipe' : note}`);
    const bytes = bytesOf(`station,date,temp,note\n${lines.join('\n')}\n`);
    const parts = csvRows(bytes, { file: 'a.csv', partition: {} }, DAILY);
    expect(parts).toHaveLength(3);
    expect(parts.flatMap(rowsOf)).toHaveLength(25_000);
  });

  it('refuses a line that never ends by its number, before it is in memory', async () => {
    let chunks = 0;
    async function* endless() {
      yield bytesOf(`${HEADER}s1,2012-01-01,5\n`);
      for (; chunks < 1000; chunks += 1) yield new Uint8Array(2 ** 20).fill(120);
      yield bytesOf('\n');
    }
    const reading = async () => {
      for await (const rows of readCsv(endless, { file: 'a.csv', partition: {} }, DAILY)) rowsOf(rows);
    };
    await expect(reading()).rejects.toThrow('a.csv, line 3: a row is longer than it may be');
    expect(chunks).toBeLessThan(10);
  });
});

describe('cutter', () => {
  const cut = (text: string, pieceBytes: number) => {
    const refuseLine = (line: number): never => {
      throw new Error(`line ${line}`);
    };
    const { add, end } = cutter({ lineBreak: '\n', pieceBytes, recordBytes: 8, refuseLine });
    return [...add(bytesOf(text)), end()]
      .filter((piece) => piece !== undefined)
      .map(({ bytes, firstLine }) => [Buffer.from(bytes).toString(), firstLine]);
  };

  it('cuts behind a line end once a piece is large enough', () => {
    expect(cut('aa\nb\nc\nd', 4)).toEqual([
      ['aa\nb\n', 1],
      ['c\nd', 3],
    ]);
  });

  it('never cuts inside quotes', () => {
    expect(cut('a,"b\nb\n""b"\nc\n', 1)).toEqual([
      ['a,"b\nb\n""b"\n', 1],
      ['c\n', 4],
    ]);
  });

  it('takes quotes that no record could hold for miscounted', () => {
    expect(cut('5" a\nbbb\nccc\nd\ne\n', 2)).toEqual([
      ['5" a\nbbb\nccc\n', 1],
      ['d\n', 4],
      ['e\n', 5],
    ]);
  });
});
