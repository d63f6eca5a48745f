import { monitoringKeys } from '../core/contracts/keys.ts';
import { jsonBytes, readJson } from './json-object.ts';
import { type MonitorState, monitorStateSchema } from '../core/contracts/monitoring.ts';
import type { DateRange } from '../core/contracts/date-range.ts';
import { NO_HISTORY } from '../core/monitor/state.ts';
import type { ObjectStore } from '../core/ports.ts';
import { within } from '../core/train/set-aside.ts';

export async function readMonitorState(artifacts: ObjectStore, dataset: string): Promise<MonitorState> {
  const key = monitoringKeys.state(dataset);
  return (await artifacts.head(key)) === undefined ? NO_HISTORY : readJson(artifacts, key, monitorStateSchema);
}

/** What of the window no fit learns from. */
export async function setAsideOf(
  artifacts: ObjectStore,
  dataset: string,
  window: DateRange,
): Promise<readonly DateRange[]> {
  const { setAside = [] } = await readMonitorState(artifacts, dataset);
  return within(window, setAside);
}

export async function writeMonitorState(artifacts: ObjectStore, dataset: string, state: MonitorState): Promise<void> {
  await artifacts.write(monitoringKeys.state(dataset), jsonBytes(state));
}
