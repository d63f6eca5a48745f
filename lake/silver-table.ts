import type { Dataset } from '../core/contracts/dataset.ts';
import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import { tablePath } from '../core/contracts/tables.ts';
import type { Stores } from '../core/ports.ts';
import { labelPhase } from '../core/series/dating.ts';
import type { TimeAxis } from '../core/series/time-axis.ts';
import type { PeriodRange } from '../core/series/period-range.ts';
import { axisOfColumn, periodsOfColumn } from '../core/series/ds-column.ts';
import { ledgerAxis } from '../core/transform/ledger.ts';
import type { Snapshot } from '../tables/index.ts';
import { openTable } from '../tables/index.ts';
import { readLedger } from './silver-ledger.ts';

export interface SilverTable {
  readonly snapshot: Snapshot;
  /** Of the data set. */
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
export async function silverTableOf(
  snapshot: Snapshot,
  dataset: Pick<Dataset, 'name' | 'frequency'>,
): Promise<SilverTable> {
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
  const [first, last] = periodsOfColumn(dataset.frequency, ends);
  const axis = (await axisOfPhases(snapshot, dataset)) ?? axisOfColumn(dataset.frequency, ends);
  return { snapshot, axis, span: { first, last } };
}

/** Where series are dated by different days, the ledger knows how many rows by which; undefined where the table does not say how any is. */
async function axisOfPhases(
  { files, location, version }: Snapshot,
  { name, frequency }: Pick<Dataset, 'name' | 'frequency'>,
): Promise<TimeAxis | undefined> {
  const phases = files.flatMap(({ stats }) => [stats?.min.phase, stats?.max.phase]).filter(isNumber);
  if (phases.length === 0) return undefined;
  const [least, most] = [Math.min(...phases), Math.max(...phases)];
  const ledger = least === most ? undefined : await readLedger(location.store, name, version);
  return ledger === undefined ? { frequency, phase: labelPhase(frequency, least) } : ledgerAxis(ledger, frequency);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
