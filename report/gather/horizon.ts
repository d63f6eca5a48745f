import type { RunRecord } from '../../core/evaluate/run-record.ts';
import type { PeriodRange } from '../../core/series/period-range.ts';
import type { TimeAxis } from '../../core/series/time-axis.ts';
import type { StepErrors, WindowHorizon } from '../report-data.ts';
import { type ByActuals, onPeriods, type Sources } from './sources.ts';

interface Joined {
  readonly axis: TimeAxis;
  readonly periods: PeriodRange;
  readonly actuals: ByActuals;
}

/** Errors of the window's version by steps ahead, as it would have been without a look: its members' and its own. */
export async function gatherHorizon(
  window: RunRecord,
  { ports, versions }: Sources,
  { periods, actuals }: Joined,
): Promise<WindowHorizon> {
  const version = versions.find((one) => one.version === window.modelVersion);
  if (version === undefined) return { periods, candidates: {} };
  const names = [window.recipe, ...version.recipe.candidates.map(({ name }) => name)];
  const steps = names.map((name) => [name, noErrors(periods)] as const);
  for await (const { uniqueId, ds, yhat, members } of ports.forecaster.explain(
    version,
    window.evaluate,
    ports.stores,
  )) {
    const y = onPeriods(actuals.get(uniqueId), periods);
    const places = ds.map((period) => period - periods.first);
    [yhat, ...members].forEach((forecast, k) => {
      if (forecast !== undefined) add(steps[k][1], { places, forecast, y });
    });
  }
  return { periods, candidates: Object.fromEntries(steps) };
}

function noErrors({ first, last }: PeriodRange): StepErrors {
  const length = Math.max(0, last - first + 1);
  return { squared: new Float64Array(length), joined: new Float64Array(length) };
}

interface Ahead {
  /** Of each forecast among the periods: a series may have none at some of them. */
  readonly places: Int32Array;
  readonly forecast: Float64Array;
  readonly y: Float64Array;
}

function add({ squared, joined }: StepErrors, { places, forecast, y }: Ahead): void {
  places.forEach((step, row) => {
    if (Number.isNaN(y[step])) return;
    squared[step] += (forecast[row] - y[step]) ** 2;
    joined[step] += 1;
  });
}
