import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { ERROR_NAMES, PlatformError } from '../../core/contracts/errors.ts';
import { FAILED_SERIES_FILE, type FailedSeries, SUMMARY_FILE } from '../../core/train/training-summary.ts';

interface Part {
  readonly bytes: Uint8Array;
  readonly extension: 'parquet' | 'points';
}

/** A data file of a block of series, named by the block's place. */
export function writePart(folder: string, index: number, { bytes, extension }: Part): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `part-${String(index).padStart(5, '0')}.${extension}`), bytes);
}

/** The summary, and a line a failed series where there are any. */
export function writeReport(folder: string, summary: unknown, failed: readonly FailedSeries[]): void {
  writeFileSync(join(folder, SUMMARY_FILE), `${JSON.stringify(summary, null, 2)}\n`);
  if (failed.length > 0) writeFileSync(join(folder, FAILED_SERIES_FILE), failedLines(failed));
}

/** The file's text. */
export function failedLines(failed: readonly FailedSeries[]): string {
  return failed.map(asLine).join('');
}

function asLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** The folder itself stays: in a container it is a mount. */
export function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
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
