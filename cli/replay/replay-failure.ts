import { ERROR_NAMES } from '../../core/contracts/errors.ts';
import type { QuarantineReason } from '../../core/contracts/quarantine.ts';
import type { LocalRun } from '../../local/platform/platform.ts';
import type { RunFailed } from '../errors.ts';
import { failureOf, innermost } from '../place/run-failure.ts';
import type { ReplayRequest } from './replay-request.ts';
import { unusedColumns } from './unused-columns.ts';

/** As failureOf; where several rows are of one date, with the columns of the file that may tell series apart. */
export async function replayFailure(run: LocalRun, { outDir, dataPath, dataset }: ReplayRequest): Promise<RunFailed> {
  const { error, message } = innermost(run);
  const isConflict = error === ERROR_NAMES.quarantineShareExceeded && message.includes(`${CONFLICT} (`);
  const columns = isConflict && dataset.columns.id === undefined ? await unusedColumns(dataPath, dataset) : [];
  const named = columns.map((name) => `'${name}'`).join(', ');
  return failureOf(run, outDir, columns.length === 0 ? '' : `; other columns of ${dataPath}: ${named}`);
}

const CONFLICT: QuarantineReason = 'conflicting-duplicate';
