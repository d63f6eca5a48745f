import type { Dataset } from '../../core/contracts/dataset.ts';
import type { ModelVersion } from '../../core/contracts/model-version.ts';
import type { RowBatch } from '../../core/contracts/table-schema.ts';
import type { Actuals } from '../../core/backtest/actuals.ts';
import {
  naiveRmse,
  NO_ERRORS,
  addErrors,
  realisedMetrics,
  type ErrorSums,
} from '../../core/evaluate/realised-errors.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import { Scorecard } from '../../core/evaluate/scorecard.ts';
import type { Stores } from '../../core/ports.ts';
import { periodsOfColumn } from '../../core/series/ds-column.ts';
import { inferAxis, type TimeAxis } from '../../core/series/time-axis.ts';
import { periodRange, type PeriodRange } from '../../core/series/period-range.ts';
import { publishedForecasts, recordedForecasts } from '../../lake/forecasts.ts';
import { gatherActuals } from '../../lake/gather-actuals.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import type { ReportSeries, SeriesWindow, StepErrors, WindowHorizon } from '../report-data.ts';

interface Sources {
  readonly stores: Stores;
  readonly dataset: Dataset;
  readonly windows: readonly RunRecord[];
  readonly versions: readonly ModelVersion[];
}

type ByActuals = ReadonlyMap<string, Actuals>;

interface GatheredWindow {
  readonly axis: TimeAxis;
  readonly horizon: WindowHorizon;
  readonly series: ReadonlyMap<string, SeriesWindow>;
  readonly errors: ReadonlyMap<string, ErrorSums>;
}

/** Forecasts against what came true, joined as the evaluation of each window joined them. */
export async function gatherSeries(sources: Sources): Promise<{
  readonly axis: TimeAxis;
  readonly series: readonly ReportSeries[];
  readonly horizons: readonly WindowHorizon[];
}> {
  const gathered: GatheredWindow[] = [];
  // One after the other: a window of a large panel fills the memory by itself.
  for (const window of sources.windows) gathered.push(await gatherWindow(window, sources));
  const ids = [...new Set(gathered.flatMap(({ series }) => [...series.keys()]))].sort();
  return {
    axis: gathered[0]?.axis ?? inferAxis(sources.dataset.frequency, 0),
    series: ids.map((uniqueId) => reportSeries(uniqueId, gathered)),
    horizons: gathered.map(({ horizon }) => horizon),
  };
}

function reportSeries(uniqueId: string, gathered: readonly GatheredWindow[]): ReportSeries {
  const errors = gathered.map((window) => window.errors.get(uniqueId) ?? NO_ERRORS).reduce(addErrors);
  return {
    uniqueId,
    rmse: realisedMetrics(errors).rmse,
    naiveRmse: naiveRmse(errors),
    windows: gathered.map(({ series }) => series.get(uniqueId) ?? null),
  };
}

async function gatherWindow(window: RunRecord, { stores, dataset, versions }: Sources): Promise<GatheredWindow> {
  const silver = await openSilverTable(stores, dataset, window.tableVersions.silverEval);
  const { axis } = silver;
  const ranges = { training: window.train, range: window.evaluate };
  const actuals = await gatherActuals(silver, dataset, ranges);
  const published: RowBatch[] = [];
  for await (const batch of publishedForecasts(stores, dataset.name, window.runId)) published.push(batch);
  const card = new Scorecard(axis, actuals);
  for (const batch of published) card.add(batch);
  const periods = published.length === 0 ? periodRange(axis, window.evaluate) : card.range;

  const steps = new Map([[window.chosen, stepErrors(published, axis, { periods, actuals })]]);
  const version = versions.find((one) => one.version === window.modelVersion);
  for (const { candidate, artifactUri } of version?.candidates ?? []) {
    if (candidate.name === window.chosen) continue;
    const batches: RowBatch[] = [];
    for await (const batch of recordedForecasts(stores, artifactUri, dataset.frequency)) batches.push(batch);
    steps.set(candidate.name, stepErrors(batches, axis, { periods, actuals }));
  }
  return {
    axis,
    horizon: { periods, candidates: Object.fromEntries(steps) },
    series: seriesOf(published, axis, { periods, actuals, errors: card.bySeries }),
    errors: card.bySeries,
  };
}

interface Joined {
  readonly periods: PeriodRange;
  readonly actuals: ByActuals;
}

function stepErrors(batches: readonly RowBatch[], axis: TimeAxis, { periods, actuals }: Joined): StepErrors {
  const length = Math.max(0, periods.last - periods.first + 1);
  const squared = new Float64Array(length);
  const joined = new Float64Array(length);
  for (const { rows, columns } of batches) {
    const ds = periodsOfColumn(axis, columns.ds);
    let known: { readonly id: unknown; readonly y: Float64Array } = { id: undefined, y: new Float64Array(0) };
    for (let row = 0; row < rows; row++) {
      const id = columns.unique_id[row];
      if (id !== known.id) known = { id, y: onPeriods(actuals.get(String(id)), periods) };
      const step = ds[row] - periods.first;
      const y = known.y[step] ?? NaN;
      if (Number.isNaN(y)) continue;
      squared[step] += (Number(columns.yhat[row]) - y) ** 2;
      joined[step] += 1;
    }
  }
  return { squared, joined };
}

function seriesOf(
  batches: readonly RowBatch[],
  axis: TimeAxis,
  { periods, actuals, errors }: Joined & { readonly errors: ReadonlyMap<string, ErrorSums> },
): ReadonlyMap<string, SeriesWindow> {
  const series = new Map<string, SeriesWindow>();
  for (const { rows, columns } of batches) {
    const ds = periodsOfColumn(axis, columns.ds);
    for (let row = 0; row < rows; row++) {
      const id = String(columns.unique_id[row]);
      let window = series.get(id);
      if (window === undefined) {
        window = emptyWindow(onPeriods(actuals.get(id), periods), errors.get(id) ?? NO_ERRORS);
        series.set(id, window);
      }
      const step = ds[row] - periods.first;
      window.yhat[step] = Number(columns.yhat[row]);
      window.lower[step] = Number(columns.yhat_lower[row]);
      window.upper[step] = Number(columns.yhat_upper[row]);
    }
  }
  return series;
}

function emptyWindow(y: Float64Array, errors: ErrorSums): SeriesWindow {
  const empty = () => new Float64Array(y.length).fill(NaN);
  const { rmse } = realisedMetrics(errors);
  return { y, yhat: empty(), lower: empty(), upper: empty(), rmse, naiveRmse: naiveRmse(errors) };
}

/** What came true in each period; NaN where nothing did. */
function onPeriods(actuals: Actuals | undefined, { first, last }: PeriodRange): Float64Array {
  const y = new Float64Array(Math.max(0, last - first + 1)).fill(NaN);
  actuals?.ds.forEach((period, index) => {
    if (period >= first && period <= last) y[period - first] = actuals.y[index];
  });
  return y;
}
