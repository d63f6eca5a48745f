import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { Column } from '../core/contracts/table-schema.ts';
import { editDistance, nearestName } from '../core/ingest/nearest-name.ts';

export interface Mismatch {
  /** Which column, and what of it does not fit. */
  readonly problem: string;
  /** What the rows have, or who asks for them. */
  readonly got: unknown;
  /** What the table has. */
  readonly allowed: string;
  readonly hint: string;
}

export function mismatch(evidence: Mismatch): PlatformError {
  return new PlatformError(ERROR_NAMES.schemaMismatch, evidence);
}

/** A column that is asked for, or written, and the table does not have. */
export function noSuchColumn(name: string, columns: readonly Column[]): PlatformError {
  return mismatch({
    problem: `the table has no column '${name}'`,
    got: name,
    allowed: columns.map(inWords).join('; '),
    hint:
      `${likely(name, columns)}leave the column out, or have the table gain it first (ensureTable, by a schema that has it as nullable): ` +
      'who reads or writes one that a later release added needs that release',
  });
}

/** 'y: double, or null' */
export function inWords({ name, type, nullable }: Column): string {
  return `${name}: ${type}${nullable ? ', or null' : ''}`;
}

/** At most a third of a name is a slip of the pen. */
function likely(name: string, columns: readonly Column[]): string {
  const nearest = nearestName(
    name,
    columns.map((column) => column.name),
  );
  return nearest === undefined || 3 * editDistance(name, nearest) > name.length
    ? ''
    : `likely '${nearest}' is meant; else `;
}
