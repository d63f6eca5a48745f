import * as z from 'zod';
import { own } from '../core/contracts/own.ts';
import type { Column, ColumnValues, RowBatch, TableSchema } from '../core/contracts/table-schema.ts';
import { valuesOf } from './batch.ts';
import { dataColumns } from './schema.ts';
import { compareUtf8, textOf, valueOf } from './text.ts';
import type { FileStats } from './types.ts';

/** Whole texts would swell the log; a longer one is cut, and a cut maximum ends in the highest character, to be above all. */
const MAX_BOUND_LENGTH = 64;
const HIGHEST = '\u{10ffff}';
/** As long as an ISO date of our era: years beyond 9999 get a sign, which other readers refuse. */
const TEXT_LENGTH = { date: 10, timestamp: 24 } as const;

interface Bounds {
  readonly min?: string | number;
  readonly max?: string | number;
  readonly nullCount: number;
}

export function statsOf(schema: TableSchema, batch: RowBatch): FileStats {
  const bounds = dataColumns(schema).map((column) => ({ column, ...boundsOf(column, valuesOf(batch, column)) }));
  const gather = (bound: 'min' | 'max'): Record<string, string | number> =>
    Object.fromEntries(
      bounds.flatMap((of) => (isWritable(of.column, of[bound]) ? [[of.column.name, of[bound]] as const] : [])),
    );
  const nullCount = Object.fromEntries(bounds.map((of) => [of.column.name, of.nullCount]));
  return { rows: batch.rows, min: gather('min'), max: gather('max'), nullCount };
}

function boundsOf(column: Column, values: ColumnValues): Bounds {
  return column.type === 'string' ? textBounds(values) : numberBounds(values);
}

/** NaN is within no range: readers that compare as IEEE 754 does lose nothing by bounds that leave it out. */
function numberBounds(values: ColumnValues): Bounds {
  let [min, max, nullCount] = [Infinity, -Infinity, 0];
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (value === null) nullCount += 1;
    else if (typeof value === 'number') {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return { min, max, nullCount };
}

function textBounds(values: ColumnValues): Bounds {
  let min: string | undefined;
  let max: string | undefined;
  let last: unknown;
  let nullCount = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    if (value === null) nullCount += 1;
    if (value === last || typeof value !== 'string') continue;
    last = value;
    if (min === undefined || compareUtf8(value, min) < 0) min = value;
    if (max === undefined || compareUtf8(value, max) > 0) max = value;
  }
  if (min === undefined || max === undefined) return { nullCount };
  const above = max.length <= MAX_BOUND_LENGTH ? max : cut(max) + HIGHEST;
  return { min: cut(min), ...(compareUtf8(above, max) < 0 ? {} : { max: above }), nullCount };
}

function cut(text: string): string {
  const isPair = /[\ud800-\udbff]/.test(text.charAt(MAX_BOUND_LENGTH - 1));
  return text.slice(0, isPair ? MAX_BOUND_LENGTH - 1 : MAX_BOUND_LENGTH);
}

function isWritable({ type }: Column, bound: string | number | undefined): bound is string | number {
  if (bound === undefined || bound === Infinity || bound === -Infinity) return false;
  return type === 'date' || type === 'timestamp' ? textOf(type, bound).length === TEXT_LENGTH[type] : true;
}

/** The `stats` of an add action: JSON inside JSON. */
export function encodeStats(schema: TableSchema, { rows, min, max, nullCount }: FileStats): string {
  const texts = (bounds: FileStats['min']): Record<string, string | number> =>
    Object.fromEntries(
      dataColumns(schema).flatMap(({ name, type }) => {
        const bound = own(bounds, name);
        if (bound === undefined) return [];
        return [[name, type === 'date' || type === 'timestamp' ? textOf(type, bound) : bound]];
      }),
    );
  return JSON.stringify({ numRecords: rows, minValues: texts(min), maxValues: texts(max), nullCount });
}

const statsSchema = z.object({
  numRecords: z.number(),
  minValues: z.record(z.string(), z.unknown()).default({}),
  maxValues: z.record(z.string(), z.unknown()).default({}),
  nullCount: z.record(z.string(), z.unknown()).default({}),
});

/** undefined where the writer left statistics out; a bound that we cannot trust is absent. */
export function decodeStats(schema: TableSchema, text: string | undefined): FileStats | undefined {
  const parsed = text === undefined ? undefined : statsSchema.safeParse(JSON.parse(text)).data;
  if (parsed === undefined) return undefined;
  const decode = (bounds: Readonly<Record<string, unknown>>): Record<string, string | number> =>
    Object.fromEntries(
      dataColumns(schema).flatMap((column) => {
        const bound = decodeBound(column, own(bounds, column.name));
        return bound === undefined ? [] : [[column.name, bound]];
      }),
    );
  const nullCount = Object.entries(parsed.nullCount).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return {
    rows: parsed.numRecords,
    min: decode(parsed.minValues),
    max: decode(parsed.maxValues),
    nullCount: Object.fromEntries(nullCount),
  };
}

function decodeBound({ type }: Column, bound: unknown): string | number | undefined {
  if (type === 'string') return typeof bound === 'string' ? bound : undefined;
  if (type === 'date' || type === 'timestamp') return typeof bound === 'string' ? valueOf(type, bound) : undefined;
  if (typeof bound !== 'number' || (type === 'long' && !Number.isSafeInteger(bound))) return undefined;
  return bound;
}
