import type { DateRange } from '../core/contracts/date-range.ts';
import { monitoringKeys } from '../core/contracts/keys.ts';
import { type SetAside, setAsideFileSchema } from '../core/contracts/monitoring.ts';
import { NOTHING_SET_ASIDE } from '../core/monitor/set-aside.ts';
import type { ObjectStore } from '../core/ports.ts';
import { within } from '../core/train/set-aside.ts';
import { readJsonIfPresent, updateJson } from './json-object.ts';

export async function readSetAside(artifacts: ObjectStore, dataset: string): Promise<SetAside> {
  return (
    (await readJsonIfPresent(artifacts, monitoringKeys.setAside(dataset), setAsideFileSchema)) ?? NOTHING_SET_ASIDE
  );
}

/** @throws CommitConflict */
export async function updateSetAside(
  artifacts: ObjectStore,
  dataset: string,
  change: (before: SetAside) => SetAside,
): Promise<SetAside> {
  return updateJson(artifacts, monitoringKeys.setAside(dataset), {
    schema: setAsideFileSchema,
    initial: NOTHING_SET_ASIDE,
    change,
  });
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
