import { planColumns } from '../ingest/header.ts';
import type { DataContract } from '../contracts/data-contract.ts';
import { isDate, isNumber } from './column-profile.ts';
import { isNamedAs } from './names.ts';

/** Dates in the header of a wide table are names. */
const WIDE = 3;

/**
 * Whether the first row is one of data: it has dates or numbers, and nothing by which a column goes.
 *
 * @throws SourceRefused as a run would that finds none of its columns
 */
export function refuseHeaderless(names: readonly string[], contract: DataContract, file: string): void {
  const likeData = names.filter((name) => isDate(name) || isNumber(name, contract));
  const isNamed = names.some((name) =>
    (['timestamp', 'target', 'measure', 'id'] as const).some((role) => isNamedAs(role, name)),
  );
  if (likeData.length === 0 || isNamed || names.filter(isDate).length >= WIDE) return;
  const columns = { timestamp: 'date', target: 'value' };
  planColumns(names, { columns, contract, regressors: [] }, { file, line: 1 });
}
