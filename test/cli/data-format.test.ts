import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { formatOf } from '../../cli/replay/data-format.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CSV = 'ds,y\n2024-01-01,1\n';
const PARQUET = 'PAR1\0PAR1';

async function lies(name: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await temporaryFolder();
  for (const [path, body] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), body);
  }
  return join(root, name);
}

describe('formatOf', () => {
  it.each([
    ['a.txt', { 'a.txt': CSV }, 'csv'],
    ['a.parquet', { 'a.parquet': CSV }, 'csv'],
    ['df.parquet.gzip', { 'df.parquet.gzip': PARQUET }, 'parquet'],
    ['df.csv', { 'df.csv': gzipSync(PARQUET) }, 'parquet'],
    ['df', { df: gzipSync(CSV) }, 'csv'],
    ['my.table', { 'my.table/_delta_log/0.json': '{}', 'my.table/a.parquet': PARQUET }, 'delta'],
    ['folder.csv', { 'folder.csv/x=1/a': PARQUET, 'folder.csv/_SUCCESS': '', 'folder.csv/.crc': CSV }, 'parquet'],
    ['folder', { 'folder/a': CSV, 'folder/b.gz': gzipSync(CSV) }, 'csv'],
    ['none.parquet', {}, 'csv'],
  ])('of %s', async (name, files, format) => {
    expect(formatOf(await lies(name, files))).toBe(format);
  });

  it('follows a link', async () => {
    const file = await lies('a', { a: PARQUET });
    mkdirSync(`${file}-folder`);
    symlinkSync(file, join(`${file}-folder`, 'link.csv'));
    expect(formatOf(`${file}-folder`)).toBe('parquet');
  });

  it('refuses a folder of both, naming them, and one of nothing', async () => {
    const both = await lies('d', { 'd/a.txt': CSV, 'd/sub/b.txt': PARQUET });
    expect(() => formatOf(both)).toThrow(
      /holds files of two formats: CSV a\.txt; Parquet sub\/b\.txt; give a folder with one of them$/,
    );
    const none = await lies('d', { 'd/_SUCCESS': '' });
    expect(() => formatOf(none)).toThrow('is a folder without a data file in it');
  });

  it('says of a file that is neither what it is', async () => {
    const page = await lies('a.csv', { 'a.csv': '<!DOCTYPE html>' });
    expect(() => formatOf(page)).toThrow('this is an HTML page');
  });
});
