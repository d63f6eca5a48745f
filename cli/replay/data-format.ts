import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Dataset } from '../../core/contracts/dataset.ts';
import { shown } from '../../core/contracts/visible.ts';
import { isMarker } from '../../core/ingest/deliveries.ts';
import { contentOf } from '../../core/ingest/encoding.ts';
import { packedKind } from '../../sources/packed-kind.ts';
import { UsageError } from '../errors.ts';

type Format = Dataset['source']['format'];

/** As much as shows what a file is that is not packed. */
const HEAD_BYTES = 2 ** 16;
/** Names in a message. */
const NAMED = 5;

/**
 * What lies at the path, by its content: a Delta table is a folder with a log, any other folder is files of one kind.
 * @throws SourceRefused where a file is neither CSV nor Parquet; UsageError where a folder holds both, or nothing
 */
export function formatOf(path: string): Format {
  // That it is missing is said where it is copied.
  if (!existsSync(path)) return 'csv';
  if (!statSync(path).isDirectory()) return kindOf(path);
  if (existsSync(join(path, '_delta_log'))) return 'delta';
  const files = filesBelow(path);
  if (files.length === 0) throw new UsageError(`--data '${shown(path)}' is a folder without a data file in it`);
  const kinds = files.map((file) => ({ name: relative(path, file), kind: kindOf(file) }));
  const [{ kind: first }] = kinds;
  if (kinds.every(({ kind }) => kind === first)) return first;
  throw new UsageError(
    `--data '${shown(path)}' holds files of two formats: CSV ${namesOf(kinds, 'csv')}; ` +
      `Parquet ${namesOf(kinds, 'parquet')}; give a folder with one of them`,
  );
}

function filesBelow(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !isMarker(relative(folder, file)) && statSync(file).isFile())
    .sort();
}

function kindOf(file: string): 'csv' | 'parquet' {
  const { kind } = contentOf(headOf(file));
  if (kind === 'text') return 'csv';
  return kind === 'parquet' ? kind : packedKind(readFileSync(file), file);
}

function headOf(file: string): Uint8Array {
  const opened = openSync(file, 'r');
  try {
    const head = new Uint8Array(HEAD_BYTES);
    return head.subarray(0, readSync(opened, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(opened);
  }
}

function namesOf(files: readonly { readonly name: string; readonly kind: string }[], wanted: string): string {
  const names = files.filter(({ kind }) => kind === wanted).map(({ name }) => shown(name));
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
