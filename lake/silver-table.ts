import type { Dataset } from '../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { tablePath } from '../core/contracts/tables.ts';
import type { Stores } from '../core/ports.ts';
import type { TimeAxis } from '../core/series/time-axis.ts';
import type { PeriodRange } from '../core/series/period-range.ts';
import { axisOfColumn, periodsOfColumn } from '../core/series/ds-column.ts';
import type { Snapshot } from '../tables/index.ts';
import { openTable } from '../tables/index.ts';

export interface SilverTable {
  readonly snapshot: Snapshot;
  readonly axis: TimeAxis;
  /** From the first to the last observation of any series. */
  readonly span: PeriodRange;
}

/** @throws NoObservations when it is empty */
export async function openSilverTable(stores: Stores, dataset: Dataset, version: number): Promise<SilverTable> {
  return silverTableOf(
    await openTable({ store: stores.silver, path: tablePath(dataset.name, 'series') }, version),
    dataset,
  );
}

/**
 * The series table, with what its log tells about the calendar without reading a row.
 *
 * @throws NoObservations when it is empty
 */
export function silverTableOf(snapshot: Snapshot, dataset: Pick<Dataset, 'name' | 'frequency'>): SilverTable {
  // Our own writer always leaves bounds of ds: only other engines' files could lack them.
  const bounds = snapshot.files.map(({ stats }) => [Number(stats?.min.ds), Number(stats?.max.ds)]);
  const ends = [Math.min(...bounds.map(([min]) => min)), Math.max(...bounds.map(([, max]) => max))];
  if (!ends.every(Number.isFinite)) {
    throw new PlatformError(ERROR_NAMES.noObservations, {
      problem: `the log of the series table of '${dataset.name}' shows no dates at version ${snapshot.version}`,
      got: `${snapshot.files.length} files`,
      hint: 'run ingest and transform; another engine that writes into the table must keep statistics of ds',
    });
  }
  const axis = axisOfColumn(dataset.frequency, ends);
  const [first, last] = periodsOfColumn(axis, ends);
  return { snapshot, axis, span: { first, last } };
}
