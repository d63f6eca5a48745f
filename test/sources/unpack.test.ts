import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { PlatformError } from '../../core/contracts/errors.ts';
import { unpackedWhole } from '../support/unpacked-whole.ts';
import { zipOf } from '../support/zip.ts';

const CSV = Buffer.from('ds,y\n2024-01-01,1\n');
const PARQUET = Buffer.from('PAR1\0\0PAR1');
const MIB = 2 ** 20;

async function errorOf(content: Uint8Array): Promise<PlatformError> {
  return unpackedWhole(content, 'a.bin').then(
    () => Promise.reject(new Error('it was unpacked')),
    (error: unknown) => error as PlatformError,
  );
}

describe('unpack', () => {
  it.each([
    ['text', CSV, 'csv', 'a.bin', CSV],
    ['Parquet', PARQUET, 'parquet', 'a.bin', PARQUET],
    ['gzip', gzipSync(CSV), 'csv', 'a.bin', CSV],
    ['Parquet in gzip', gzipSync(PARQUET), 'parquet', 'a.bin', PARQUET],
    [
      'gzip in two members, filled up',
      Buffer.concat([gzipSync(CSV), gzipSync(CSV), Buffer.alloc(9)]),
      'csv',
      'a.bin',
      Buffer.concat([CSV, CSV]),
    ],
    ['zip', zipOf([{ name: 'in/a.csv', bytes: CSV }]), 'csv', 'a.bin/in/a.csv', CSV],
    ['zip, stored', zipOf([{ name: 'a.csv', bytes: CSV, method: 0 }]), 'csv', 'a.bin/a.csv', CSV],
    [
      'zip with a comment',
      zipOf([{ name: 'a.csv', bytes: CSV }], 'made by PK\x05\x06 hand'),
      'csv',
      'a.bin/a.csv',
      CSV,
    ],
    [
      'zip of an empty file',
      zipOf([{ name: 'a.csv', bytes: new Uint8Array(0) }]),
      'csv',
      'a.bin/a.csv',
      Buffer.alloc(0),
    ],
    [
      'zip with what a Mac leaves',
      zipOf([
        { name: '__MACOSX/._a.csv', bytes: CSV },
        { name: 'd/', bytes: new Uint8Array(0) },
        { name: 'd/a.csv', bytes: CSV },
      ]),
      'csv',
      'a.bin/d/a.csv',
      CSV,
    ],
    ['gzip in zip', zipOf([{ name: 'a.gz', bytes: gzipSync(CSV) }]), 'csv', 'a.bin/a.gz', CSV],
  ])('reads %s', async (_, content, kind, file, bytes) => {
    const found = await unpackedWhole(content, 'a.bin');
    expect({ ...found, bytes: Buffer.from(found.bytes) }).toEqual({ kind, file, bytes });
  });

  it.each([
    [
      'several files',
      zipOf([
        { name: 'a.csv', bytes: CSV },
        { name: 'b\u001b.csv', bytes: CSV },
      ]),
      "the zip archive holds 2 files; got 'a.csv, b\\u{1b}.csv'",
    ],
    ['no file', zipOf([{ name: 'd/', bytes: new Uint8Array(0) }]), "the zip archive holds no file; got 'd/'"],
    ['no entry', zipOf([]), 'the zip archive holds no file'],
    [
      'a workbook',
      zipOf([
        { name: '[Content_Types].xml', bytes: CSV },
        { name: 'xl/workbook.xml', bytes: CSV },
      ]),
      'this is an Excel (or other Office) file',
    ],
    ['a password', zipOf([{ name: 'a.csv', bytes: CSV, flags: 1 }]), 'the zip archive has a password'],
    [
      'another method',
      zipOf([{ name: 'a.csv', bytes: CSV, method: 93 }]),
      "by another method than deflate; got 'method 93 of a.csv'",
    ],
    ['zip64', zipOf([{ name: 'a.csv', bytes: CSV, declared: { offset: 0xffffffff } }]), 'of the large kind (zip64)'],
    [
      'another checksum',
      zipOf([{ name: 'a.csv', bytes: CSV, declared: { crc: 1 } }]),
      "the zip archive is damaged; got 'a.csv has another checksum than was packed",
    ],
    [
      'more than it declares',
      zipOf([{ name: 'a.csv', bytes: CSV, declared: { bytes: 3 } }]),
      'the zip archive is damaged',
    ],
    [
      'less than it declares',
      zipOf([{ name: 'a.csv', bytes: CSV, declared: { bytes: 300 } }]),
      'the zip archive is damaged',
    ],
    [
      'a file elsewhere',
      zipOf([{ name: 'a.csv', bytes: CSV, declared: { offset: 5 } }]),
      'its file is not where its table of contents says',
    ],
    ['half an archive', zipOf([{ name: 'a.csv', bytes: CSV }]).subarray(0, 40), 'its table of contents is missing'],
    ['half a gzip file', gzipSync(CSV).subarray(0, 25), "the gzip file is damaged; got 'Error: unexpected end of file"],
    ['a gzip file with a changed byte', flipped(gzipSync(CSV), 14), 'the gzip file is damaged'],
    [
      'a second member that is none',
      Buffer.concat([gzipSync(CSV), Buffer.from([0, 1])]),
      '2 bytes behind the packed data are no gzip',
    ],
    ['three layers', gzipSync(gzipSync(gzipSync(CSV))), 'the file is packed more than 2 times'],
    ['xz in gzip', gzipSync(Buffer.from('\xfd7zXZ\0', 'latin1')), 'this is packed by xz'],
  ])('refuses %s', async (_, content, message) => {
    const error = await errorOf(content);
    expect(error.name).toBe('SourceRefused');
    expect(error.message).toContain('a.bin');
    expect(error.message).toContain(message);
  });

  it('refuses what unpacks to more than 250 times its size beyond 32 MiB, before it is unpacked', async () => {
    const zeros = Buffer.alloc(40 * MIB);
    expect((await errorOf(gzipSync(zeros))).message).toContain(`allowed: at most 33554432 bytes unpacked`);
    expect((await errorOf(zipOf([{ name: 'a.csv', bytes: zeros }]))).message).toContain(`got '41943040 bytes in`);
    expect((await unpackedWhole(gzipSync(Buffer.alloc(MIB, 'a')), 'a.bin')).bytes).toHaveLength(MIB);
  });
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[at] ^= 0xff;
  return changed;
}
