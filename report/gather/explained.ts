import type { ModelVersion } from '../../core/contracts/model-version.ts';
import { seriesExplainer } from '../../core/forecast/explain-series.ts';
import type { Stores } from '../../core/ports.ts';
import { periodRange, periodsOf } from '../../core/series/period-range.ts';
import { recipeName } from '../../core/train/recipe.ts';
import { newestPublication } from '../../lake/publications.ts';
import { readSeriesModels } from '../../lake/series-model.ts';
import type { ExplainedForecasts } from '../report-data.ts';

/** What the newest forecasts of these series are made of, in this order; undefined where no version is known that made them. */
export async function gatherExplained(
  {
    stores,
    dataset,
    versions,
  }: { readonly stores: Stores; readonly dataset: string; readonly versions: readonly ModelVersion[] },
  uniqueIds: readonly string[],
): Promise<ExplainedForecasts | undefined> {
  if (versions.length === 0 || uniqueIds.length === 0) return undefined;
  const { runId, modelVersion, range } = await newestPublication(stores.artifacts, dataset);
  const version = versions.find((one) => one.version === modelVersion);
  if (version === undefined) return undefined;
  const { header, series } = await readSeriesModels(stores, version, new Set(uniqueIds));
  const ds = periodsOf(periodRange({ frequency: header.frequency, phase: header.phase }, range));
  const explain = seriesExplainer(header);
  const byId = new Map(series.map((one) => [one.uniqueId, one]));
  const explained = uniqueIds.flatMap((id) => {
    const model = byId.get(id);
    return model === undefined ? [] : [explain(model, ds)];
  });
  return { runId, version: modelVersion, recipe: recipeName(version), range, series: explained };
}
