import * as z from 'zod';
import { monitoringKeys } from '../core/contracts/keys.ts';
import type { ObjectStore } from '../core/ports.ts';
import { jsonBytes, readJson } from './json-object.ts';

const lookedAtSchema = z.object({ atMs: z.number().int() });

/** When somebody last looked at the present, by the wall clock; undefined before the first time. */
export async function readLookedAt(artifacts: ObjectStore, dataset: string): Promise<number | undefined> {
  const key = monitoringKeys.lookedAt(dataset);
  if ((await artifacts.head(key)) === undefined) return undefined;
  return (await readJson(artifacts, key, lookedAtSchema)).atMs;
}

export async function writeLookedAt(artifacts: ObjectStore, dataset: string, atMs: number): Promise<void> {
  await artifacts.write(monitoringKeys.lookedAt(dataset), jsonBytes({ atMs }));
}
