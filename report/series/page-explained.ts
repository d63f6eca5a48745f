import type { ExplainedSeries } from '../../core/forecast/explain-series.ts';
import { kept } from '../../core/contracts/figures.ts';
import { formatPeriod, instantOf, type TimeAxis } from '../../core/series/time-axis.ts';
import type { PageExplained, PageExplanation } from '../page-data.ts';
import type { ReportData } from '../report-data.ts';

/** Dates shown of a horizon: a number of them for each of twenty lines and twenty series. */
const DATES = 60;

/** On the dates of all series together: where one has no forecast, its values are null. */
export function pageExplained({ explained, axis, dataset }: ReportData): PageExplained | null {
  const [first] = explained?.series ?? [];
  if (explained === undefined || first === undefined) return null;
  const periods = [...new Set(explained.series.flatMap(({ ds }) => [...ds]))].sort((a, b) => a - b);
  if (periods.length === 0) return null;
  const step = Math.max(1, Math.ceil(periods.length / DATES));
  const ds = periods.filter((_, index) => index % step === 0);
  return {
    ...datesOf(ds, axis),
    levels: [dataset.level, ...dataset.furtherLevels].slice(0, first.intervals.length),
    series: explained.series.map((one) => explanationOf(one, axis, ds)),
  };
}

function datesOf(ds: readonly number[], axis: TimeAxis): Pick<PageExplained, 'seconds' | 'dates'> {
  return {
    seconds: ds.map((period) => instantOf(axis, period) / 1000),
    dates: ds.map((period) => formatPeriod(axis, period)),
  };
}

/** @param ds the shown ones of all series' periods */
function explanationOf(series: ExplainedSeries, axis: TimeAxis, ds: readonly number[]): PageExplanation {
  const own = { ...axis, phase: series.phase ?? axis.phase };
  const rowOf = new Map(Array.from(series.ds, (period, row) => [period, row] as const));
  const rows = ds.map((period) => rowOf.get(period));
  const thin = (values: Float64Array) => rows.map((row) => (row === undefined ? null : kept(values[row])));
  return {
    id: series.uniqueId,
    own: own.phase === axis.phase ? null : datesOf(ds, own),
    origin: formatPeriod(own, series.origin),
    share: series.share,
    members: series.members.map(({ candidate, weight, part, isChoice, yhat }) => ({
      candidate,
      weight: kept(weight),
      part: kept(part),
      isChoice,
      yhat: yhat === undefined ? null : thin(yhat),
    })),
    yhat: thin(series.yhat),
    average: thin(series.average),
    intervals: series.intervals.map(({ lower, upper }) => ({ lower: thin(lower), upper: thin(upper) })),
    effects: series.effects.map(({ name, values }) => ({ name, values: thin(values) })),
  };
}
