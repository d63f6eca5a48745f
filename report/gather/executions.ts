import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TASK_TOKEN, TOKEN_LEFT_OUT } from '../../core/contracts/steps/common.ts';
import type { ReportExecution } from '../report-data.ts';

/** The histories below a run's folder, `<machine>/<name>.json`, in the order in which they were started, without the tokens that answer questions. */
export async function gatherExecutions(folder: string): Promise<readonly ReportExecution[]> {
  const machines = await entriesOf(folder);
  const byMachine = await Promise.all(
    machines.map(async (machine) => {
      const names = (await entriesOf(join(folder, machine))).filter((name) => name.endsWith('.json'));
      return Promise.all(
        names.map(async (name) => ({ ...executionIn(await readFile(join(folder, machine, name), 'utf8')), machine })),
      );
    }),
  );
  return byMachine.flat().sort((a, b) => a.startedAtMs - b.startedAtMs);
}

/** As local/platform keeps them. */
function executionIn(text: string): Omit<ReportExecution, 'machine'> {
  return JSON.parse(text, withoutToken) as Omit<ReportExecution, 'machine'>;
}

/** What a task was called with stands in its event as JSON within the JSON. */
function withoutToken(key: string, value: unknown): unknown {
  if (key === TASK_TOKEN) return TOKEN_LEFT_OUT;
  const holdsOne = key === 'parameters' && typeof value === 'string' && value.includes(TASK_TOKEN);
  return holdsOne ? JSON.stringify(JSON.parse(value, withoutToken)) : value;
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  return ((await readdir(folder).catch(absentAsUndefined)) ?? []).sort();
}

export function absentAsUndefined(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
    return undefined;
  throw error;
}
