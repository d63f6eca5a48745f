import type * as z from 'zod';
import { createHash } from 'node:crypto';
import { refreshFeaturesStep } from '../../core/contracts/steps/features.ts';
import { hasTable } from '../../core/contracts/tables.ts';
import type { Ports } from '../../core/ports.ts';
import { horizonAfter } from '../../core/train/plan-training.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { formatPeriod } from '../../core/series/time-axis.ts';
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
  const features = {
    tableVersion: table.version,
    holidaysSha256: holidays === null ? null : await holidaysHash(table),
  };
  if (regressors.length === 0) return { features: { ...features, knownUntil: null, notes: [] } };

  const asOf = periodRange(silver.axis, { start: input.range.start, end: input.lastObservation }).last;
  const { first, last } = periodRange(silver.axis, horizonAfter(silver.axis, input.lastObservation, evaluation));
  const horizon = { first, last: asOf < silver.span.last ? Math.min(last, silver.span.last) : last };
  const training = { start: input.range.start, end: input.lastObservation };
  const notes = await requireKnown({ dataset, silver, table, training, horizon, asOf, unreadable });
  return { features: { ...features, knownUntil: formatPeriod(silver.axis, horizon.last), notes: [...notes] } };
}

export const handler = onAws(refreshFeaturesStep, run);

async function holidaysHash(table: Snapshot): Promise<string> {
  const { rows, columns } = await holidayRows(table);
  const named = Array.from({ length: rows }, (_, row) => [columns.ds[row], columns.holiday[row]]);
  const holidays = named.filter(([, name]) => name !== null);
  return createHash('sha256').update(JSON.stringify(holidays)).digest('hex');
}
