import type { DateRange } from '../core/contracts/date-range.ts';
import { monitoringKeys } from '../core/contracts/keys.ts';
import { type SetAside, setAsideFileSchema } from '../core/contracts/monitoring.ts';
import { NOTHING_SET_ASIDE } from '../core/monitor/set-aside.ts';
import type { ObjectStore } from '../core/ports.ts';
import { within } from '../core/train/set-aside.ts';
import { jsonBytes, readJson } from './json-object.ts';

export async function readSetAside(artifacts: ObjectStore, dataset: string): Promise<SetAside> {
  const key = monitoringKeys.setAside(dataset);
  return (await artifacts.head(key)) === undefined ? NOTHING_SET_ASIDE : readJson(artifacts, key, setAsideFileSchema);
}

export async function writeSetAside(artifacts: ObjectStore, dataset: string, file: SetAside): Promise<void> {
  await artifacts.write(monitoringKeys.setAside(dataset), jsonBytes(file));
}

/** What of the window no fit learns from. */
export async function setAsideOf(
  artifacts: ObjectStore,
  dataset: string,
  window: DateRange,
): Promise<readonly DateRange[]> {
  const { setAside } = await readSetAside(artifacts, dataset);
  return within(window, setAside);
}
