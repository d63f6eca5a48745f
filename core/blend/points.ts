import type { TableSchema } from '../contracts/table-schema.ts';

/** What a cross-validation leaves for the weights and for the intervals: one row a forecasted point, series by series, fold by fold. */
export const POINTS_FOLDER = 'points';

/** Periods are the axis' numbers; `half` is the half width of the interval at the main level. */
export const POINTS_SCHEMA: TableSchema = {
  columns: [
    { name: 'unique_id', type: 'string', nullable: false },
    { name: 'cutoff', type: 'long', nullable: false },
    { name: 'ds', type: 'long', nullable: false },
    { name: 'y', type: 'double', nullable: false },
    { name: 'yhat', type: 'double', nullable: false },
    { name: 'half', type: 'double', nullable: false },
  ],
  partitionBy: [],
};
