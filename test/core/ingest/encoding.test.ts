import { describe, expect, it } from '@jest/globals';
import { contentOf, withoutBom } from '../../../core/ingest/encoding.ts';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const TAR = bytesOf(`a.csv${'\0'.repeat(252)}ustar`);

describe('contentOf', () => {
  it.each([
    ['ds,y\n2024-01-01,1\n', 'text'],
    ['', 'text'],
    ['\xef\xbb\xbfds,y\n', 'text'],
    ['PAR1,date\n1,2024-01-01\n', 'text'],
    ['BZh,date\n1,2\n', 'text'],
    ['ORC,date\n1,2\n', 'text'],
    ['\x1f\x8b\x08\0', 'gzip'],
    ['PK\x03\x04\x14\0', 'zip'],
    ['PK\x05\x06\0\0', 'zip'],
    ['PAR1\x15\0\x15', 'parquet'],
    ['PAR1 and PAR1', 'parquet'],
  ])('takes %j for %s', (text, kind) => {
    expect(contentOf(bytesOf(text))).toEqual({ kind });
  });

  it.each([
    ['\xff\xfea\0\n\0', 'UTF-16 text'],
    ['\xfe\xff\0a\0\n', 'UTF-16 text'],
    ['\xff\xfe\0\0a\0\0\0', 'UTF-32 text'],
    ['a\0b\0\n\0', 'UTF-16 without a byte order mark, or no text at all'],
    ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'an old Excel file (.xls)'],
    ['BZh91AY\0', 'packed by bzip2'],
    ['\xfd7zXZ\0', 'packed by xz'],
    ['\x28\xb5\x2f\xfd\x24', 'packed by zstd'],
    ['PARE\0', 'an encrypted Parquet file'],
    ['ARROW1\0\0', 'an Arrow (Feather) file'],
    ['ORC\0', 'an ORC file'],
    ['SQLite format 3\0', 'an SQLite database'],
    ['<!DOCTYPE html><html>', 'an HTML page'],
    ['\xef\xbb\xbf<?xml version="1.0"?>', 'an XML document'],
    ['[{"ds": 1}]', 'JSON'],
    ['{"ds": 1}', 'JSON'],
  ])('takes %j for %s', (text, what) => {
    expect(contentOf(bytesOf(text))).toMatchObject({ kind: 'foreign', what, hint: expect.stringMatching(/.+/) });
  });

  it('looks for a tar archive where its mark stands', () => {
    expect(contentOf(TAR)).toMatchObject({ what: 'a tar archive' });
  });
});

describe('withoutBom', () => {
  it('leaves out the mark of UTF-8, and nothing else', () => {
    expect(withoutBom(bytesOf('\xef\xbb\xbfa'))).toEqual(bytesOf('a'));
    expect(withoutBom(bytesOf('\xef\xbb'))).toEqual(bytesOf('\xef\xbb'));
  });
});
