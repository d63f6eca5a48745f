import { monitoringKeys } from '../core/contracts/keys.ts';
import { readJsonIfPresent, updateJson } from './json-object.ts';
import { type MonitorState, monitorStateSchema } from '../core/contracts/monitoring.ts';
import { NO_HISTORY } from '../core/monitor/state.ts';
import type { ObjectStore } from '../core/ports.ts';

export async function readMonitorState(artifacts: ObjectStore, dataset: string): Promise<MonitorState> {
  return (await readJsonIfPresent(artifacts, monitoringKeys.state(dataset), monitorStateSchema)) ?? NO_HISTORY;
}

/**
 * The only way to write it: a look, what it started, and a selection that a person started meanwhile may all have something to remember.
 *
 * @param change of the state as it is by then, which may be another than was read before
 * @throws CommitConflict
 */
export async function updateMonitorState(
  artifacts: ObjectStore,
  dataset: string,
  change: (before: MonitorState) => MonitorState,
): Promise<MonitorState> {
  return updateJson(artifacts, monitoringKeys.state(dataset), {
    schema: monitorStateSchema,
    initial: NO_HISTORY,
    change,
  });
}
