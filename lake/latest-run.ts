import { runKeys } from '../core/contracts/keys.ts';
import * as z from 'zod';
import { readJson } from './json-object.ts';
import type { ObjectStore } from '../core/ports.ts';

const latestRunSchema = z.strictObject({ runId: z.string() });

/**
 * The run whose forecasts were published last: the table's log orders commits, but does not say who asked for them.
 *
 * @throws ObjectNotFound when nothing was published yet
 */
export async function latestRun(artifacts: ObjectStore, dataset: string): Promise<string> {
  return (await readJson(artifacts, runKeys.latestForecast(dataset), latestRunSchema)).runId;
}
