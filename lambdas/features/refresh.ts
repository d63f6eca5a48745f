import type * as z from 'zod';
import { createHash } from 'node:crypto';
import { refreshFeaturesStep } from '../../core/contracts/steps/features.ts';
import type { DateRange } from '../../core/contracts/date-range.ts';
import { hasTable } from '../../core/contracts/tables.ts';
import type { Ports } from '../../core/ports.ts';
import { holidaysNote } from '../../core/features/coverage.ts';
import { horizonAfter } from '../../core/train/plan-training.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { periodsOfColumn } from '../../core/series/ds-column.ts';
import { formatPeriod, type TimeAxis } from '../../core/series/time-axis.ts';
import { holidayRows } from '../../lake/features.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import type { Snapshot } from '../../tables/index.ts';
import { onAws } from '../shell.ts';
import { requireKnown } from './refresh/require-known.ts';
import { refreshTable } from './refresh/refresh-table.ts';

type Input = z.infer<typeof refreshFeaturesStep.input>;
type Output = z.infer<typeof refreshFeaturesStep.output>;

/**
 * Brings the features table up to the bronze version, and makes sure that the regressors are known for training and horizon. In the past of the
 * data, as in a replay, the horizon ends with them: nobody will compare what comes after.
 *
 * @throws RegressorMissing; ModelOptionInvalid for a country without holidays
 */
export async function run(
  input: Input,
  { stores, datasets, clock }: Pick<Ports, 'stores' | 'datasets' | 'clock'>,
): Promise<Output> {
  const dataset = datasets.find(input.dataset);
  const { regressors, holidays, evaluation } = dataset;
  if (!hasTable('features', dataset)) return { features: null };
  const silver = await openSilverTable(stores, dataset, input.silverVersion);
  const { table, unreadable } = await refreshTable(dataset, silver, {
    bronzeVersion: input.bronzeVersion,
    stores,
    nowMs: clock.nowMs(),
  });
  const training = { start: input.range.start, end: input.lastObservation };
  const calendar = holidays === null ? NO_HOLIDAYS : await holidaysOf(table, silver.axis, training);
  const features = { tableVersion: table.version, holidaysSha256: calendar.sha256 };
  if (regressors.length === 0) return { features: { ...features, knownUntil: null, notes: [...calendar.notes] } };

  const asOf = periodRange(silver.axis, training).last;
  const { first, last } = periodRange(silver.axis, horizonAfter(silver.axis, input.lastObservation, evaluation));
  const horizon = { first, last: asOf < silver.span.last ? Math.min(last, silver.span.last) : last };
  const known = await requireKnown({ dataset, silver, table, training, horizon, asOf, unreadable });
  const notes = [...calendar.notes, ...known];
  return { features: { ...features, knownUntil: formatPeriod(silver.axis, horizon.last), notes } };
}

export const handler = onAws(refreshFeaturesStep, run);

interface Calendar {
  readonly sha256: string | null;
  readonly notes: readonly string[];
}

const NO_HOLIDAYS: Calendar = { sha256: null, notes: [] };

async function holidaysOf(table: Snapshot, axis: TimeAxis, training: DateRange): Promise<Calendar> {
  const { rows, columns } = await holidayRows(table);
  const periods = periodsOfColumn(axis.frequency, columns.ds);
  const holidays = Array.from({ length: rows }, (_, row) => [columns.ds[row], columns.holiday[row]] as const);
  const { first, last } = periodRange(axis, training);
  const isDated = ([, name]: (typeof holidays)[number], row: number) =>
    name !== null && first <= periods[row] && periods[row] <= last;
  const note = holidaysNote(axis.frequency, holidays.filter(isDated).length, last - first + 1);
  const named = holidays.filter(([, name]) => name !== null);
  const sha256 = createHash('sha256').update(JSON.stringify(named)).digest('hex');
  return { sha256, notes: note === undefined ? [] : [note] };
}
