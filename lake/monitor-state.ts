import { monitoringKeys } from '../core/contracts/keys.ts';
import { jsonBytes, readJson } from './json-object.ts';
import { type MonitorState, monitorStateSchema } from '../core/contracts/monitoring.ts';
import { NO_HISTORY } from '../core/monitor/state.ts';
import type { ObjectStore } from '../core/ports.ts';

export async function readMonitorState(artifacts: ObjectStore, dataset: string): Promise<MonitorState> {
  const key = monitoringKeys.state(dataset);
  return (await artifacts.head(key)) === undefined ? NO_HISTORY : readJson(artifacts, key, monitorStateSchema);
}

export async function writeMonitorState(artifacts: ObjectStore, dataset: string, state: MonitorState): Promise<void> {
  await artifacts.write(monitoringKeys.state(dataset), jsonBytes(state));
}
