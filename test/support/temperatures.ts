import type { RowBatch } from '../../core/contracts/table-schema.ts';

/** A Delta table of somebody else's: its ids stand in its log alone. */
export const TEMPERATURES_SCHEMA = {
  columns: [
    { name: 'station', type: 'string', nullable: true },
    { name: 'date', type: 'date', nullable: true },
    { name: 'temp', type: 'double', nullable: true },
  ],
  partitionBy: ['station'],
} as const;

/** @param day since 1970-01-01 */
export function temperature(station: string, day: number, temp: number): RowBatch {
  return {
    rows: 1,
    columns: { station: [station], date: Int32Array.of(day), temp: Float64Array.of(temp) },
  };
}
