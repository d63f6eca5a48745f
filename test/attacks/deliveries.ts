import { gzipSync } from 'node:zlib';
import { unpackedWhole } from '../support/unpacked-whole.ts';
import { zipOf } from '../support/zip.ts';
import type { Attack } from './attack.ts';

const MIB = 2 ** 20;
const CSV = Buffer.from('ds,y\n2024-01-01,1\n');
const ZEROS = Buffer.alloc(40 * MIB);

function delivered(name: string, says: string, content: () => Uint8Array): Attack {
  return {
    name: `delivers ${name}`,
    refusedBy: 'SourceRefused',
    says,
    attempt: () => unpackedWhole(content(), 'a.csv'),
  };
}

export const DELIVERIES: readonly Attack[] = [
  delivered('a gzip bomb', 'bytes unpacked', () => gzipSync(ZEROS)),
  delivered('a zip bomb', 'bytes unpacked', () => zipOf([{ name: 'a.csv', bytes: ZEROS }])),
  delivered('a zip bomb that says that it is small', 'the zip archive is damaged', () =>
    zipOf([{ name: 'a.csv', bytes: ZEROS, declared: { bytes: 10 } }]),
  ),
  delivered('a zip archive that says that it is larger than it is', 'larger than one may be', () =>
    zipOf([{ name: 'a.csv', bytes: CSV, declared: { bytes: 2 ** 31 } }]),
  ),
  delivered('a bomb within a bomb', 'bytes unpacked', () => gzipSync(gzipSync(ZEROS))),
  delivered('a file that is packed over and over', 'packed more than 2 times', () => gzipSync(gzipSync(gzipSync(CSV)))),
  delivered('two files in one archive, of which one would be read', 'holds 2 files', () =>
    zipOf([
      { name: 'a.csv', bytes: CSV },
      { name: 'b.csv', bytes: CSV },
    ]),
  ),
  delivered('something behind the packed data', 'the gzip file is damaged', () =>
    Buffer.concat([gzipSync(CSV), Buffer.from('more')]),
  ),
  delivered('a program by the name of a table', '', () => Buffer.from('\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0')),
];
