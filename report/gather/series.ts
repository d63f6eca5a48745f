import type { RowBatch } from '../../core/contracts/table-schema.ts';
import type { MeasuredActuals } from '../../core/backtest/actuals.ts';
import {
  addErrors,
  type ErrorSums,
  naiveRmse,
  NO_ERRORS,
  realisedErrors,
  realisedMetrics,
} from '../../core/evaluate/realised-errors.ts';
import type { RunRecord } from '../../core/evaluate/run-record.ts';
import type { Stores } from '../../core/ports.ts';
import { periodsOfColumn } from '../../core/series/ds-column.ts';
import { periodRange, type PeriodRange, periodsOf } from '../../core/series/period-range.ts';
import { inferAxis, type TimeAxis } from '../../core/series/time-axis.ts';
import { publishedForecasts } from '../../lake/forecasts.ts';
import { gatherActuals } from '../../lake/gather-actuals.ts';
import { ownPhases } from '../../lake/own-phases.ts';
import { openSilverTable } from '../../lake/silver-table.ts';
import type { ReportSeries, SeriesWindow, WindowHorizon } from '../report-data.ts';
import { gatherHorizon } from './horizon.ts';
import { onPeriods, type Sources } from './sources.ts';

interface GatheredWindow {
  readonly axis: TimeAxis;
  /** Of the series that date their periods another way. */
  readonly phases: ReadonlyMap<string, number>;
  readonly horizon: WindowHorizon;
  readonly series: ReadonlyMap<string, SeriesWindow>;
  readonly errors: ReadonlyMap<string, ErrorSums>;
}

/** The forecasts that were in force on each date against what came true, and what each window's version would have said if held. */
export async function gatherSeries(sources: Sources): Promise<{
  readonly axis: TimeAxis;
  readonly series: readonly ReportSeries[];
  readonly horizons: readonly WindowHorizon[];
}> {
  const gathered: GatheredWindow[] = [];
  // One after the other: a window of a large panel fills the memory by itself.
  for (const window of sources.windows) gathered.push(await gatherWindow(window, sources));
  const phases = new Map(gathered.flatMap((window) => [...window.phases]));
  const ids = [...new Set(gathered.flatMap(({ series }) => [...series.keys()]))].sort();
  return {
    axis: gathered[0]?.axis ?? inferAxis(sources.dataset.frequency, 0),
    series: ids.map((uniqueId) => ({ ...reportSeries(uniqueId, gathered), phase: phases.get(uniqueId) })),
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

async function gatherWindow(window: RunRecord, sources: Sources): Promise<GatheredWindow> {
  const { stores } = sources.ports;
  const silver = await openSilverTable(stores, sources.dataset, window.tableVersions.silverEval);
  const { axis } = silver;
  const { train: training, evaluate: range, yardstick } = window;
  const actuals = await gatherActuals(silver, sources.dataset, { training, range, yardstick });
  const periods = periodRange(axis, range);
  const columns = await inForce(window, { stores, dataset: sources.dataset.name, axis, periods });
  const errors = new Map([...columns].map(([id, one]) => [id, errorsOf(actuals.get(id), periods, one)] as const));
  const series = [...columns].map(([id, one]) => {
    const sums = errors.get(id) ?? NO_ERRORS;
    const scores = { rmse: realisedMetrics(sums).rmse, naiveRmse: naiveRmse(sums) };
    return [id, { y: onPeriods(actuals.get(id), periods), ...one, ...scores }] as const;
  });
  const horizon = await gatherHorizon(window, sources, { axis, periods, actuals });
  return { axis, phases: await ownPhases(silver), horizon, series: new Map(series), errors };
}

type Columns = Pick<SeriesWindow, 'yhat' | 'lower' | 'upper'>;

interface Place {
  readonly stores: Stores;
  readonly dataset: string;
  readonly axis: TimeAxis;
  readonly periods: PeriodRange;
}

/** Of each period what the users were told for it; where nothing was in Production, what the window published. */
async function inForce(window: RunRecord, place: Place): Promise<ReadonlyMap<string, Columns>> {
  const { inForce: stretches } = window.production;
  const published = { forecastRunId: window.runId, range: window.evaluate };
  const series = new Map<string, Columns>();
  for (const { forecastRunId, range } of stretches.length === 0 ? [published] : stretches) {
    const within = periodRange(place.axis, range);
    for await (const batch of publishedForecasts(place.stores, place.dataset, forecastRunId)) {
      fill(series, batch, { ...place, within });
    }
  }
  return series;
}

function fill(
  series: Map<string, Columns>,
  { rows, columns }: RowBatch,
  { axis, periods: { first, last }, within }: Place & { readonly within: PeriodRange },
): void {
  const ds = periodsOfColumn(axis.frequency, columns.ds);
  const empty = () => new Float64Array(last - first + 1).fill(NaN);
  for (let row = 0; row < rows; row++) {
    const period = ds[row];
    if (period < Math.max(first, within.first) || period > Math.min(last, within.last)) continue;
    const id = String(columns.unique_id[row]);
    const found = series.get(id) ?? { yhat: empty(), lower: empty(), upper: empty() };
    series.set(id, found);
    found.yhat[period - first] = Number(columns.yhat[row]);
    found.lower[period - first] = Number(columns.yhat_lower[row]);
    found.upper[period - first] = Number(columns.yhat_upper[row]);
  }
}

function errorsOf(
  actuals: MeasuredActuals | undefined,
  periods: PeriodRange,
  { yhat, lower, upper }: Columns,
): ErrorSums {
  const known = (_: number, step: number) => !Number.isNaN(yhat[step]);
  const forecast = { yhat: yhat.filter(known), lower: lower.filter(known), upper: upper.filter(known) };
  return realisedErrors(actuals, periodsOf(periods).filter(known), forecast);
}
