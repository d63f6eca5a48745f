import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { crossValidate } from '../../../core/backtest/cross-validate.ts';
import { poolErrors } from '../../../core/backtest/error-sums.ts';
import { coverage, rmse } from '../../../core/backtest/metrics.ts';
import { chooseBest } from '../../../core/backtest/select.ts';
import type { Candidate } from '../../../core/contracts/dataset.ts';
import { buildModel } from '../../../core/models/families.ts';
import type { Series } from '../../../core/series/series.ts';
import { parseDuration } from '../../../core/series/duration.ts';
import { sliceSeries } from '../../../core/series/panel.ts';
import { parsePeriod } from '../../../core/series/time-axis.ts';

const axis = { frequency: 'day', phase: 0 } as const;
const setting = { axis, seasonLength: 365, seed: 1 };
const FAMILIES = ['seasonal-naive', 'climatology', 'harmonic'] as const satisfies readonly Candidate['family'][];
const LEVEL = 0.8;

/** Daily extremes of Seattle and New York, 2012 to 2015. */
function temperatures(): readonly Series[] {
  const [header, ...lines] = readFileSync('node_modules/vega-datasets/data/weather.csv', 'utf8').trim().split('\n');
  const at = (column: string) => header.split(',').indexOf(column);
  const rows = lines.map((line) => line.split(','));
  return ['Seattle', 'New York'].flatMap((place) =>
    ['temp_max', 'temp_min'].map((column) => {
      const own = rows.filter((row) => row[at('location')] === place);
      return {
        uniqueId: `${place}/${column}`,
        ds: Int32Array.from(own, (row) => parsePeriod(axis, row[at('date')].slice(0, 10).replaceAll('/', '-'))),
        y: Float64Array.from(own, (row) => Number(row[at(column)])),
      };
    }),
  );
}

function liveThrough(all: readonly Series[], year: number) {
  const [start, split, end] = [year, year + 2, year + 3].map((first) => parsePeriod(axis, `${first}-01-01`));
  const plan = {
    axis,
    seasonLength: 365,
    level: LEVEL,
    bounds: {},
    initial: parseDuration('365d'),
    period: parseDuration('30d'),
    horizon: parseDuration('90d'),
  };
  const scored = FAMILIES.map((family) => {
    const candidate = { name: family, family, options: {} };
    const model = buildModel(candidate, setting);
    const train = all.map((series) => sliceSeries(series, start, split - 1));
    const actual = all.map((series) => sliceSeries(series, split, end - 1));
    const crossValidation = poolErrors(train.map((series) => crossValidate(model, series, plan).errors));
    const forecasts = train.map((series, i) =>
      model.forecast(model.prepare(series).fit(series.ds.length), actual[i].ds, LEVEL),
    );
    const all1d = (values: readonly Float64Array[]) => values.flatMap((one) => Array.from(one));
    const y = all1d(actual.map((series) => series.y));
    return {
      candidate,
      crossValidation,
      rmse: rmse(y, all1d(forecasts.map(({ yhat }) => yhat))),
      coverage: coverage(y, all1d(forecasts.map(({ lower }) => lower)), all1d(forecasts.map(({ upper }) => upper))),
    };
  });
  return { naive: scored[0], chosen: chooseBest(scored, 'rmse', { name: 'naive', ...scored[0] }).chosen };
}

describe('on daily temperatures, two years to learn from and one to come', () => {
  let windows: readonly ReturnType<typeof liveThrough>[];
  beforeAll(() => {
    const series = temperatures();
    windows = [2012, 2013].map((year) => liveThrough(series, year));
  });

  it('the candidate chosen by cross-validation errs at most 0.8 times as much as the seasonal naive', () => {
    const total = (errors: readonly number[]) => errors.reduce((sum, error) => sum + error, 0);
    const ratio = total(windows.map(({ chosen }) => chosen.rmse)) / total(windows.map(({ naive }) => naive.rmse));
    expect(ratio).toBeLessThan(0.8);
    expect(windows.map(({ chosen }) => chosen.candidate.name)).toEqual(['harmonic', 'harmonic']);
  });

  it('its 80 % intervals hold 74 to 86 % of what came true, in every window', () => {
    for (const { chosen } of windows) {
      expect(chosen.coverage).toBeGreaterThan(0.74);
      expect(chosen.coverage).toBeLessThan(0.86);
    }
  });
});
