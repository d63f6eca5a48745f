import { describe, expect, it } from '@jest/globals';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { heldBytes } from '../../sources/delivered-bytes.ts';
import { columnsOf } from '../../sources/columns.ts';

const delivery = (file: string) => ({ file, receivedAtMs: 0, sizeBytes: 1, tag: 't', partition: {} });
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('the columns of a file', () => {
  it('are those of the header that can be asked for: named, and once', async () => {
    const bytes = bytesOf('sep=;\n\n"da""te"; y ;;twice;twice\n2022-01-01;1;2;3;4\n');
    const source = { format: 'csv', prefix: 'a.csv' } as const;
    expect(await columnsOf({ bytes: heldBytes(bytes) }, delivery('a.csv'), source)).toEqual([
      { name: 'da"te', kind: 'text' },
      { name: 'y', kind: 'text' },
    ]);
  });

  it('are those of its folders as well, where the header has no such name', async () => {
    const source = { format: 'csv', prefix: 'all/' } as const;
    const file = 'all/store=1/y=2/part.csv';
    expect(await columnsOf({ bytes: heldBytes(bytesOf('ds,y\n')) }, delivery(file), source)).toEqual([
      { name: 'ds', kind: 'text' },
      { name: 'y', kind: 'text' },
      { name: 'store', kind: 'text', isBeside: true },
    ]);
  });

  it('of Parquet tell numbers from texts, dates, and what cannot be read', async () => {
    const columnData = [
      { name: 'ds', data: ['2022-01-01'], type: 'STRING' as const },
      { name: 'at', data: [new Date(0)], type: 'TIMESTAMP' as const },
      { name: 'y', data: [1.287], type: 'DOUBLE' as const },
      { name: 'n', data: [7], type: 'INT32' as const },
    ];
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData }));
    expect(await columnsOf({ bytes: heldBytes(bytes) }, delivery('a'), { format: 'parquet', prefix: 'a' })).toEqual([
      { name: 'ds', kind: 'text' },
      { name: 'at', kind: 'text' },
      { name: 'y', kind: 'number' },
      { name: 'n', kind: 'number' },
    ]);
  });
});
