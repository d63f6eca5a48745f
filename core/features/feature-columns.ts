import type { RowBatch } from '../contracts/table-schema.ts';
import { dsColumnOfPeriods, periodsOfColumn } from '../series/ds-column.ts';
import type { TimeAxis } from '../series/time-axis.ts';
import type { DeliveredValue } from './delivered-values.ts';
import type { KnownValues } from './known-as-of.ts';

/** The columns of the features table that rows of regressors fill. */
export const REGRESSOR_COLUMNS = ['unique_id', 'regressor', 'ds', 'value', 'known_at'] as const;

export function regressorBatch(axis: TimeAxis, values: readonly DeliveredValue[]): RowBatch {
  const known = dsColumnOfPeriods(
    axis,
    Int32Array.from(values, ({ knownAt }) => knownAt),
  );
  return {
    rows: values.length,
    columns: {
      unique_id: values.map(({ uniqueId }) => uniqueId),
      regressor: values.map(({ regressor }) => regressor),
      ds: dsColumnOfPeriods(
        axis,
        Int32Array.from(values, ({ period }) => period),
      ),
      value: values.map(({ value }) => (Number.isNaN(value) ? null : value)),
      known_at: values.map(({ knownAt }, row) => (Number.isNaN(knownAt) ? null : known[row])),
      sequence: Float64Array.from(values, ({ sequence }) => sequence),
    },
  };
}

/** The way back. */
export function knownValuesOf(axis: TimeAxis, { rows, columns }: RowBatch): KnownValues {
  const { unique_id: uniqueId, regressor, ds, value, known_at: knownAt } = columns;
  const always = Array.from({ length: rows }, (_, row) => knownAt[row] === null);
  const known = periodsOfColumn(
    axis.frequency,
    Float64Array.from({ length: rows }, (_, row) => Number(always[row] ? ds[row] : knownAt[row])),
  );
  return {
    uniqueId: Array.from({ length: rows }, (_, row) => String(uniqueId[row])),
    regressor: Array.from({ length: rows }, (_, row) => String(regressor[row])),
    period: periodsOfColumn(axis.frequency, ds),
    value: Float64Array.from({ length: rows }, (_, row) => Number(value[row] ?? NaN)),
    knownAt: Float64Array.from({ length: rows }, (_, row) => (always[row] ? NaN : known[row])),
  };
}
