import { monitoringKeys } from '../core/contracts/keys.ts';
import { jsonBytes, readJsonIfPresent } from './json-object.ts';
import { type MonitorState, monitorStateSchema } from '../core/contracts/monitoring.ts';
import { NO_HISTORY } from '../core/monitor/state.ts';
import type { ObjectStore } from '../core/ports.ts';

export async function readMonitorState(artifacts: ObjectStore, dataset: string): Promise<MonitorState> {
  return (await readJsonIfPresent(artifacts, monitoringKeys.state(dataset), monitorStateSchema)) ?? NO_HISTORY;
}

export async function writeMonitorState(artifacts: ObjectStore, dataset: string, state: MonitorState): Promise<void> {
  await artifacts.write(monitoringKeys.state(dataset), jsonBytes(state));
}
