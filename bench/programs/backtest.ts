/**
 * One model family over the windows of a replay, without the platform around it: reads a CSV, cross-validates, fits and forecasts
 * in every window, and prints the errors. In one thread: a second one compiles all code a second time, which takes longer than its half of
 * the computing.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { crossValidate } from '../../core/backtest/cross-validate.ts';
import { poolErrors } from '../../core/backtest/error-sums.ts';
import { rmse } from '../../core/backtest/metrics.ts';
import type { Candidate } from '../../core/contracts/dataset.ts';
import type { ReplayWindow } from '../../core/contracts/date-range.ts';
import { buildModel } from '../../core/models/families.ts';
import type { Model } from '../../core/models/family.ts';
import type { Series } from '../../core/series/series.ts';
import { sliceSeries } from '../../core/series/panel.ts';
import { parseDuration } from '../../core/series/time-axis.ts';
import { slidingWindows } from '../../core/series/windows.ts';
import { periodRange } from '../../core/series/period-range.ts';
import { parseTimestamp } from '../../core/series/parse-timestamp.ts';

const AXIS = { frequency: 'day', phase: 0 } as const;
const DAY_MS = 86_400_000;
const SEASON_LENGTH = 365;
const LEVEL = 0.8;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: '' },
    timestamp: { type: 'string', default: 'ds' },
    target: { type: 'string', default: 'y' },
    family: { type: 'string', default: 'prophet' },
    train: { type: 'string', default: '5y' },
    evaluate: { type: 'string', default: '1y' },
    windows: { type: 'string', default: '5' },
    'cv-initial': { type: 'string', default: '700d' },
    'cv-period': { type: 'string', default: '30d' },
    'cv-horizon': { type: 'string', default: '90d' },
  },
});

if (options.data === '') {
  const names = Object.keys(options).map((name) => `--${name} ...`);
  process.stdout.write(`backtest.mjs ${names.join(' ')}\n`);
} else process.stdout.write(`${JSON.stringify(backtest(readSeries(options.data)), null, 1)}\n`);

export type WindowErrors = ReturnType<typeof backtest>[number];

function backtest(series: Series) {
  const name = options.family as Candidate['family'];
  const model = buildModel({ name, family: name, options: {} }, { axis: AXIS, seasonLength: SEASON_LENGTH, seed: 1 });
  const lengths = { train: parseDuration(options.train), evaluate: parseDuration(options.evaluate) };
  const span = { first: series.ds[0], last: series.ds[series.ds.length - 1] };
  const windows = slidingWindows(AXIS, span, lengths).slice(0, Number(options.windows));
  return windows.map((window) => ({ ...window, ...errorsIn(window, series, model) }));
}

/** A plain file of dates and numbers, ascending: quotes and gaps in its columns are what ingest is for. */
function readSeries(path: string): Series {
  const [header, ...rows] = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const [date, value] = [header.indexOf(options.timestamp), header.indexOf(options.target)];
  const reading = { dateOrder: 'iso', frequency: AXIS.frequency, zone: null } as const;
  const ds = Int32Array.from(rows, (row) => Number(parseTimestamp(row[date], reading)) / DAY_MS);
  return { uniqueId: options.target, ds, y: Float64Array.from(rows, (row) => Number(row[value])) };
}

function errorsIn(window: ReplayWindow, series: Series, model: Model<unknown>) {
  const between = (range: ReplayWindow['train']) => {
    const { first, last } = periodRange(AXIS, range);
    return sliceSeries(series, first, last);
  };
  const [history, actual] = [between(window.train), between(window.evaluate)];
  const fitter = model.prepare(history);
  const plan = {
    axis: AXIS,
    initial: parseDuration(options['cv-initial']),
    period: parseDuration(options['cv-period']),
    horizon: parseDuration(options['cv-horizon']),
    seasonLength: SEASON_LENGTH,
    level: LEVEL,
    bounds: {},
  };
  const { errors } = crossValidate({ prepare: () => fitter, forecast: model.forecast }, history, plan);
  const { yhat } = model.forecast(fitter.fit(history.ds.length), actual.ds, LEVEL);
  return { crossValidation: poolErrors([errors]), realisedRmse: rmse(actual.y, yhat) };
}
