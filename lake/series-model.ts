import { ERROR_NAMES, PlatformError } from '../core/contracts/errors.ts';
import type { ModelVersion } from '../core/contracts/model-version.ts';
import { decodeModelHeader, decodeSeriesModel, type ModelHeader, type SeriesModel } from '../core/models/model-file.ts';
import type { Stores } from '../core/ports.ts';
import { readRegisteredModel } from './model-files.ts';

export interface ReadModel {
  readonly header: ModelHeader;
  /** Of the series that were asked for and are in the model, ascending. */
  readonly series: readonly SeriesModel[];
}

/** How many names a refusal lists. */
const NAMED = 5;

/** A registered model with the lines of some of its series. @throws ArtifactMismatch when its bytes are not what was registered */
export async function readSeriesModels(
  stores: Stores,
  version: ModelVersion,
  uniqueIds: ReadonlySet<string>,
): Promise<ReadModel> {
  const [header, ...lines] = new TextDecoder()
    .decode(await readRegisteredModel(stores, version))
    .trimEnd()
    .split('\n');
  const series = lines.filter((line) => uniqueIds.has(nameIn(line)));
  return { header: decodeModelHeader(header ?? ''), series: series.map(decodeSeriesModel) };
}

/** @throws EmptyJoin when the model has no such series, naming some that it has; ArtifactMismatch */
export async function readSeriesModel(
  stores: Stores,
  version: ModelVersion,
  uniqueId: string,
): Promise<{ readonly header: ModelHeader; readonly series: SeriesModel }> {
  const { header, series } = await readSeriesModels(stores, version, new Set([uniqueId]));
  const [found] = series;
  if (found !== undefined) return { header, series: found };
  throw new PlatformError(ERROR_NAMES.emptyJoin, {
    problem: `version ${version.version} of '${version.dataset}' has no such series`,
    got: uniqueId,
    allowed: `for instance ${(await someNames(stores, version)).join(', ')}`,
  });
}

async function someNames(stores: Stores, version: ModelVersion): Promise<readonly string[]> {
  const lines = new TextDecoder()
    .decode(await readRegisteredModel(stores, version))
    .trimEnd()
    .split('\n');
  return lines.slice(1, 1 + NAMED).map(nameIn);
}

/** A line begins with the series' name (encodeSeriesModel): most are looked at for it alone. */
function nameIn(line: string): string {
  const [, name] = /^\{"unique_id":("(?:[^"\\]|\\.)*")/.exec(line) ?? [];
  return name === undefined ? '' : String(JSON.parse(name));
}
