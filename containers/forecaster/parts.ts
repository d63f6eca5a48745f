import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { FAILED_SERIES_FILE, type FailedSeries, SUMMARY_FILE } from '../../core/train/training-summary.ts';

interface Part {
  readonly bytes: Uint8Array;
  readonly extension: 'parquet' | 'points';
}

/** A data file of a block of series, named by the block's place. */
export async function writePart(folder: string, index: number, { bytes, extension }: Part): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `part-${String(index).padStart(5, '0')}.${extension}`), bytes);
}

/** The summary, and a line a failed series where there are any. */
export async function writeReport(folder: string, summary: unknown, failed: readonly FailedSeries[]): Promise<void> {
  await writeFile(join(folder, SUMMARY_FILE), `${JSON.stringify(summary, null, 2)}\n`);
  if (failed.length > 0) await writeFile(join(folder, FAILED_SERIES_FILE), failed.map(asLine).join(''));
}

function asLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** The folder itself stays: in a container it is a mount. */
export async function emptyFolder(folder: string): Promise<void> {
  const names = await readdir(folder);
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true })));
}

export function noObservations({ start, end }: DateRange): PlatformError {
  return new PlatformError(ERROR_NAMES.noObservations, {
    problem: 'the series channel holds no observation in the training window',
    got: `${start}..${end}`,
    hint: 'compare the window with the first and last date of the silver table',
  });
}

/** Floating-point sums depend on their order: it is that of the ids, whatever shard or thread a series comes from. */
export function byUniqueId<T extends { readonly uniqueId: string }>(series: readonly T[]): T[] {
  return [...series].sort((a, b) => (a.uniqueId < b.uniqueId ? -1 : 1));
}
