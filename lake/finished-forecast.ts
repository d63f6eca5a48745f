import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ModelVersion } from '../core/contracts/model-version.ts';
import {
  FORECAST_SUMMARY_FILE,
  type ForecastFile,
  type ForecastSummary,
  forecastSummarySchema,
} from '../core/forecast/forecast-summary.ts';
import { type ObjectStore, type Stores, uriOf } from '../core/ports.ts';
import { notAsLeft, readHandedOn } from './handed-on.ts';
import { parseJson } from './json-object.ts';
import { sha256 } from '../tables/sha256.ts';
import { locate } from './object-uri.ts';

/** A forecasting job that has ended: where its summary lies, and the hash that the job itself has told of it. */
export interface FinishedForecast {
  readonly summaryUri: string;
  readonly summarySha256: string;
}

/** What the job says that it made, of the very model that is registered. @throws ArtifactMismatch */
export async function readForecastSummary(
  stores: Stores,
  { summaryUri, summarySha256 }: FinishedForecast,
  { version, artifactSha256 }: Pick<ModelVersion, 'version' | 'artifactSha256'>,
): Promise<ForecastSummary> {
  const { store, key } = locate(stores, summaryUri);
  const file = { key: `${key}/${FORECAST_SUMMARY_FILE}`, sha256: summarySha256 };
  const summary = parseJson(await readHandedOn(store, file), forecastSummarySchema);
  if (summary.modelVersion === version && summary.artifactSha256 === artifactSha256) return summary;
  throw new PlatformError(ERROR_NAMES.artifactMismatch, {
    problem: `${summaryUri} holds the forecasts of another model than that of version ${version}`,
    got: `version ${summary.modelVersion}, model ${summary.artifactSha256 ?? 'not told'}`,
    allowed: `version ${version}, model ${artifactSha256}`,
    hint: 'start the machine again, under a run id of its own',
  });
}

/** A data file as the job wrote it. @throws ArtifactMismatch */
export async function readForecastFile(
  store: ObjectStore,
  folder: string,
  { fileName, sizeBytes, sha256: left = 'not told' }: ForecastFile,
): Promise<Uint8Array> {
  const key = `${folder}/${fileName}`;
  const body = await store.read(key);
  const got = sha256(body);
  if (body.length === sizeBytes && got === left) return body;
  throw notAsLeft(uriOf(store, key), { got: `${got}, ${body.length} bytes`, left: `${left}, ${sizeBytes} bytes` });
}
