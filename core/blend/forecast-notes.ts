import { type ForecastNotes, type Implausible, SERIES_NAMED, type Unobserved } from '../contracts/forecast-notes.ts';
import type { SeriesModel } from '../models/model-file.ts';
import { rangeOf } from '../models/typed-arrays.ts';
import { byCalendar } from '../series/calendar-positions.ts';
import { namedPosition } from '../series/never-observed.ts';
import { formatPeriod, type TimeAxis } from '../series/time-axis.ts';
import { beyondObserved } from './guard.ts';
import type { BlendedForecast } from './recipe-forecaster.ts';

export const NO_NOTES: ForecastNotes = { unobserved: [], implausible: { forecasts: null, intervals: null } };

interface Asked {
  readonly axis: TimeAxis;
  /** The horizon. */
  readonly periods: Int32Array;
  /** See the data contract's field; undefined: not asked. */
  readonly maxBeyondObserved: number | undefined;
}

/** Of one series. */
export function notesOf(model: SeriesModel, forecast: BlendedForecast, asked: Asked): ForecastNotes {
  const implausibleAmong = (columns: readonly Float64Array[]) => implausible(model, { ...asked, forecast, columns });
  return {
    unobserved: unobserved(model, asked),
    implausible: {
      forecasts: implausibleAmong([forecast.yhat]),
      intervals: implausibleAmong([...forecast.lower, ...forecast.upper]),
    },
  };
}

function unobserved({ uniqueId, unobserved: named = [] }: SeriesModel, { axis, periods }: Asked): Unobserved[] {
  if (named.length === 0) return [];
  const rows = new Map<string, number>();
  const positionOf = namedPosition(axis, named);
  for (const period of periods) {
    const position = positionOf(period);
    if (position !== undefined) rows.set(position, (rows.get(position) ?? 0) + 1);
  }
  const entries = [...rows].map(([position, count]) => ({ position, rows: count, series: 1, first: [uniqueId] }));
  return entries.sort((a, b) => byCalendar(a.position, b.position));
}

interface Values extends Asked {
  readonly forecast: BlendedForecast;
  /** Aligned with the forecast's periods; a row counts once, whichever of them is implausible. */
  readonly columns: readonly Float64Array[];
}

function implausible({ uniqueId, seen }: SeriesModel, { axis, forecast, columns, ...asked }: Values) {
  if (asked.maxBeyondObserved === undefined) return null;
  const allowed = asked.maxBeyondObserved;
  // Nearly always: where the ends lie near what was observed, so does what lies between them.
  if (!columns.flatMap(rangeOf).some((end) => beyondObserved(end, seen).ranges > allowed)) return null;
  let [rows, worst]: [number, Implausible['furthest'] | undefined] = [0, undefined];
  let furthest = 0;
  forecast.ds.forEach((period, row) => {
    const beyond = columns.map((values) => beyondObserved(values[row], seen));
    if (!beyond.some(({ ranges }) => ranges > allowed)) return;
    rows++;
    columns.forEach((values, k) => {
      const { distance, ranges } = beyond[k];
      if (distance <= furthest) return;
      furthest = distance;
      const times = Number.isFinite(ranges) ? ranges : null;
      worst = { uniqueId, ds: formatPeriod(axis, period), value: values[row], observed: [...seen], ranges: times };
    });
  });
  return worst === undefined ? null : { rows, series: 1, first: [uniqueId], furthest: worst };
}

/** In any order: series lie in other blocks where the data are sharded otherwise. */
export function addNotes(a: ForecastNotes, b: ForecastNotes): ForecastNotes {
  return {
    unobserved: addUnobserved(a.unobserved, b.unobserved),
    implausible: {
      forecasts: addImplausible(a.implausible.forecasts, b.implausible.forecasts),
      intervals: addImplausible(a.implausible.intervals, b.implausible.intervals),
    },
  };
}

function addUnobserved(a: readonly Unobserved[], b: readonly Unobserved[]): Unobserved[] {
  if (b.length === 0) return [...a];
  const all = new Map(a.map((one) => [one.position, one]));
  for (const one of b) all.set(one.position, { position: one.position, ...together(all.get(one.position), one) });
  return [...all.values()].sort((one, other) => byCalendar(one.position, other.position));
}

function addImplausible(a: Implausible | null, b: Implausible | null): Implausible | null {
  if (a === null || b === null) return a ?? b;
  const [one, other] = [a.furthest, b.furthest];
  const further = (other.ranges ?? Infinity) - (one.ranges ?? Infinity);
  // Infinity less Infinity is NaN: of equals, the first by name.
  const isOther = further > 0 || (!(further < 0) && other.uniqueId < one.uniqueId);
  return { ...together(a, b), furthest: isOther ? other : one };
}

type Counted = Pick<Unobserved, 'rows' | 'series' | 'first'>;

function together(a: Counted | undefined, b: Counted): Counted {
  const before = a ?? { rows: 0, series: 0, first: [] };
  return {
    rows: before.rows + b.rows,
    series: before.series + b.series,
    first: [...before.first, ...b.first].sort().slice(0, SERIES_NAMED),
  };
}
