/** The column types of the platform's tables, by their Delta names. */
export type ColumnType = 'string' | 'long' | 'double' | 'date' | 'timestamp';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** For whoever finds it in a catalog, or in the table itself. */
  readonly comment?: string;
}

export interface TableSchema {
  readonly columns: readonly Column[];
  /** Names of columns whose values stand in the log and the path, not in the Parquet files. */
  readonly partitionBy: readonly string[];
  /** For whoever finds the table. */
  readonly description?: string;
}

/**
 * One column's values, in row order: strings; numbers for long (safe integers only) and double; days since 1970-01-01 for
 * date; milliseconds since the epoch (UTC) for timestamp. Typed arrays wherever no value is null.
 */
export type ColumnValues = Float64Array | Int32Array | readonly (string | null)[] | readonly (number | null)[];

/** A piece of a table, column-wise. Every column has `rows` values; partition columns included. */
export interface RowBatch {
  readonly rows: number;
  readonly columns: Readonly<Record<string, ColumnValues>>;
}
