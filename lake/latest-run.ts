import * as z from 'zod';
import { readJson } from './json-object.ts';
import type { ObjectStore } from '../core/ports.ts';

const latestRunSchema = z.strictObject({ runId: z.string() });

/** Names the run whose forecasts were published last: the table's log orders commits, but does not say who asked for them. */
export function latestRunKey(dataset: string): string {
  return `runs/${dataset}/latest-forecast.json`;
}

/** @throws ObjectNotFound when nothing was published yet */
export async function latestRun(artifacts: ObjectStore, dataset: string): Promise<string> {
  return (await readJson(artifacts, latestRunKey(dataset), latestRunSchema)).runId;
}
